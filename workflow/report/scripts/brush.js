/** Parallel axes: dragging along one, or its keys, keeps the lines in a range; several axes combine. */

import { one } from "#dom";
import { filled, inLanguage } from "#language";
import { moved, passes, rangeOf, stopsOf, within } from "#ranges";

/**
 * @typedef {import("#drawing").LiveFigure} LiveFigure
 * @typedef {import("#ranges").Range} Range
 */

const WIDTH = 20; // of where an axis is taken hold of, in units of the drawing
const EDGE = 4; // beyond the outermost lines
const STILL = 3; // a pointer that moves less clicks, which clears the axis
const SVG = "http://www.w3.org/2000/svg";

/** @type {(figure: LiveFigure) => void} */
export function enlivenAxes(figure) {
  if (!figure.lines.some(({ axes }) => axes)) return;
  const axes = figure.lines[0].points.map(([title], axis) => {
    const places = figure.points.map((points, line) => {
      return { y: points[axis].y, value: figure.lines[line].points[axis][1] };
    });
    return { title, x: figure.points[0][axis].x, stops: stopsOf(places), places };
  });
  const top = Math.min(...axes.flatMap(({ stops }) => stops[0].top)) - EDGE;
  const bottom = Math.max(...axes.flatMap(({ stops }) => stops[stops.length - 1].bottom)) + EDGE;
  /** @type {(Range | undefined)[]} */
  const ranges = axes.map(() => undefined);
  /** @type {([number, number] | undefined)[]} by keys */
  const byStops = axes.map(() => undefined);
  const all = one(figure.drawing.parentElement ?? figure.drawing, ".unbrush", HTMLButtonElement);
  const controls = axes.map(({ x, stops }, axis) => {
    const shade = rectangle(x - WIDTH / 4, top, WIDTH / 2, 0, "range");
    const handle = rectangle(x - WIDTH / 2, top, WIDTH, bottom - top, "axis");
    for (const [name, value] of Object.entries({
      role: "slider", tabindex: "0", "aria-orientation": "vertical",
      "aria-valuemin": "1", "aria-valuemax": String(stops.length),
    })) handle.setAttribute(name, value);
    handle.addEventListener("keydown", (event) => pressed(event, axis));
    handle.addEventListener("pointerdown", (event) => dragged(event, axis));
    return { handle, shade };
  });
  let latest = 0; // the axis of which the readout speaks
  document.addEventListener("language", label);
  all.addEventListener("click", clear);
  figure.drawing.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && ranges.some(Boolean)) clear();
  });
  label();

  /** @type {(x: number, y: number, width: number, height: number, name: string) => SVGElement} */
  function rectangle(x, y, width, height, name) {
    const made = document.createElementNS(SVG, "rect");
    for (const [key, value] of Object.entries({ x, y, width, height, class: name })) {
      made.setAttribute(key, String(value));
    }
    return figure.svg.appendChild(made);
  }

  /** @type {(event: KeyboardEvent, axis: number) => void} */
  function pressed(event, axis) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { stops } = axes[axis];
    const range = moved(event.key, event.shiftKey, stops, byStops[axis]);
    if (!range && event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    byStops[axis] = range;
    keep(axis, range && rangeOf(stops, range));
  }

  /** @type {(event: PointerEvent, axis: number) => void} */
  function dragged(event, axis) {
    const { handle } = controls[axis];
    const start = height(event);
    handle.setPointerCapture(event.pointerId);
    byStops[axis] = undefined;
    const move = (/** @type {PointerEvent} */ to) => {
      to.stopPropagation(); // nothing is pointed at meanwhile
      const end = height(to);
      if (Math.abs(end - start) < STILL) return;
      keep(axis, { top: Math.min(start, end), bottom: Math.max(start, end) });
    };
    const stop = (/** @type {PointerEvent} */ to) => {
      handle.removeEventListener("pointermove", move);
      if (Math.abs(height(to) - start) < STILL) keep(axis, undefined);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", stop, { once: true });
    handle.addEventListener("pointercancel", stop, { once: true });
  }

  /** Where a pointer is along the axes. @type {(event: PointerEvent) => number} */
  function height(event) {
    const matrix = figure.svg.getScreenCTM()?.inverse();
    const { y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return Math.min(Math.max(y, top), bottom);
  }

  /** @type {(axis: number, range: Range | undefined) => void} */
  function keep(axis, range) {
    ranges[axis] = range;
    latest = axis;
    update();
  }

  function clear() {
    ranges.fill(undefined);
    byStops.fill(undefined);
    update();
    figure.drawing.focus(); // the button is gone
  }

  function update() {
    figure.kept = figure.points.map((points) => passes(points.map(({ y }) => y), ranges));
    figure.update();
    all.hidden = !ranges.some(Boolean);
    controls.forEach(({ shade }, axis) => {
      const { top: from, bottom: to } = ranges[axis] ?? { top: 0, bottom: 0 };
      shade.setAttribute("y", String(from));
      shade.setAttribute("height", String(to - from));
    });
    label();
  }

  /** What is said of a range: the values of the lines in it, from below. @type {(axis: number) => string} */
  function said(axis) {
    const range = ranges[axis];
    if (!range) return filled(all, {}, "data-every");
    const inside = axes[axis].places.filter(({ y }) => within(y, range)).sort((a, b) => b.y - a.y);
    const ends = [inside[0], inside[inside.length - 1]].filter(Boolean).map(({ value }) => inLanguage(value));
    return [...new Set(ends)].join(" – ") || "–";
  }

  /** Says what each axis is and lets pass, and how many lines are left. */
  function label() {
    controls.forEach(({ handle }, axis) => {
      const [from] = byStops[axis] ?? [0];
      handle.ariaLabel = inLanguage(axes[axis].title);
      handle.ariaValueNow = String(from + 1);
      handle.ariaValueText = said(axis);
    });
    if (all.hidden) return;
    const { title } = axes[latest];
    const on = [...figure.lines.keys()].filter((line) => !figure.isOff(line)).length;
    const values = { axis: title, range: said(latest), n: figure.shown().length, all: on };
    figure.readout.textContent = filled(all, values, "data-kept");
  }
}
