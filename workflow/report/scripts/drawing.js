/** A drawing that answers: what one points at, by mouse or by key, is said and stands out. */

import { one } from "#dom";
import { boxAround, nearest, vertices } from "#geometry";
import { filled, inLanguage } from "#language";

/**
 * @typedef {import("#geometry").Box} Box
 * @typedef {import("#language").Words} Words
 * @typedef {object} Line as workflow/figures/live.py writes it
 * @property {Words} name
 * @property {[at: Words, value: Words][]} points
 * @property {number} parts
 * @property {Words} [axis]
 * @property {Words} [said]
 * @property {number} [row]
 * @property {number} [key]
 * @property {boolean} [cells]
 * @property {boolean} [axes]
 */

const REACH = 20; // units of the drawing, that is points of print
const SVG = "http://www.w3.org/2000/svg";

/** A figure, its lines, and which point of which line is in focus. */
export class LiveFigure {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.name = figure.dataset.name ?? "";
    this.drawing = one(figure, ".drawing", HTMLElement);
    this.svg = one(this.drawing, "svg", SVGSVGElement);
    this.readout = one(figure, ".readout", HTMLElement);
    /** @type {Line[]} */
    this.lines = JSON.parse(one(figure, "script.lines", HTMLScriptElement).text);
    this.parts = this.lines.map(({ parts }, line) =>
      Array.from({ length: parts }, (_, part) => this.element(`line-${line}-${part}`)),
    );
    const places = this.parts.map((parts) =>
      parts.map((part) => vertices(part.querySelector(":scope > path")?.getAttribute("d") ?? "")),
    );
    // Of a line the points are its vertices; of a row of cells they are the cells.
    this.joined = !this.lines.some(({ cells }) => cells);
    /** @type {Box[][]} */
    this.points = places.map((of) =>
      this.joined ? (of[0] ?? []).map((place) => ({ ...place, width: 0, height: 0 })) : of.map(boxAround),
    );
    this.hidden = this.lines.map(() => false); // by the legend
    this.filtered = this.lines.map(() => false); // by the filter of the table
    this.kept = this.lines.map(() => true); // by ranges on its axes; the others are faint
    this.line = -1;
    this.point = 0;
    this.mark = this.svg.appendChild(document.createElementNS(SVG, this.joined ? "circle" : "rect"));
    this.mark.classList.add("mark");
    this.parts.flat().forEach((part) => part.classList.add("line"));
    // Only now do keys mean something.
    this.drawing.setAttribute("role", "application");
    this.drawing.tabIndex = 0;
    this.drawing.addEventListener("pointermove", (event) => this.meant(event));
    this.drawing.addEventListener("pointerdown", (event) => this.meant(event));
    this.drawing.addEventListener("pointerleave", () => this.leave());
    this.drawing.addEventListener("keydown", (event) => this.pressed(event));
    this.drawing.addEventListener("blur", () => this.leave());
    document.addEventListener("language", () => this.say());
  }

  /** @type {(id: string) => SVGElement} */
  element(id) {
    return one(this.svg, `#${this.name}-${id}`, SVGElement);
  }

  /** The lines that can be pointed at. @type {() => number[]} */
  shown() {
    return [...this.lines.keys()].filter((line) => !this.isOff(line) && this.kept[line]);
  }

  /** @type {(line: number) => boolean} */
  isOff(line) {
    return this.hidden[line] || this.filtered[line];
  }

  /** @type {(event: PointerEvent) => void} */
  meant(event) {
    const matrix = this.svg.getScreenCTM();
    if (!matrix) return;
    const to = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const shown = new Set(this.shown());
    const points = this.points.map((of, line) => (shown.has(line) ? of : []));
    const found = nearest(points, this.joined, to, REACH);
    if (found) this.focus(found.line, found.point);
    else this.leave();
  }

  /** @type {(event: KeyboardEvent) => void} */
  pressed(event) {
    const shown = this.shown();
    if (event.target !== this.drawing || !shown.length) return;
    // Before the first key nothing is in focus: any arrow leads to the first line.
    const at = shown.indexOf(this.line);
    const last = this.points[this.line]?.length - 1;
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowUp: () => this.focus(shown[Math.max(at - 1, 0)], this.point),
      ArrowDown: () => this.focus(shown[Math.min(at + 1, shown.length - 1)], this.point),
      ArrowLeft: () => this.focus(shown[Math.max(at, 0)], this.point - 1),
      ArrowRight: () => this.focus(shown[Math.max(at, 0)], this.point + (at < 0 ? 0 : 1)),
      Home: () => this.focus(shown[Math.max(at, 0)], 0),
      End: () => this.focus(shown[Math.max(at, 0)], last),
      Escape: () => this.leave(),
    };
    if (!(event.key in moves) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    moves[event.key]();
  }

  /** @type {(line: number, point: number) => void} */
  focus(line, point) {
    this.line = line;
    this.point = Math.min(Math.max(point, 0), this.points[line].length - 1);
    this.highlight([line]);
    const place = this.points[line][this.point];
    if (place && !this.lines[line].said) {
      const { x, y, width, height } = place;
      const attributes = this.joined
        ? { cx: x, cy: y, r: 3.5 }
        : { x: x - width / 2, y: y - height / 2, width, height };
      for (const [key, value] of Object.entries(attributes)) this.mark.setAttribute(key, String(value));
      this.mark.classList.add("on");
    }
    this.say();
  }

  /** Lets lines stand out. @type {(lines: number[]) => void} */
  highlight(lines) {
    this.mark.classList.remove("on");
    this.drawing.classList.toggle("picked", this.joined && lines.length > 0);
    this.parts.forEach((parts, line) =>
      parts.forEach((part) => part.classList.toggle("on", lines.includes(line))),
    );
  }

  /** Nothing is pointed at any more; what was said stays, to be read. */
  leave() {
    this.highlight([]);
  }

  /** Says what is in focus, once something was. */
  say() {
    const line = this.lines[this.line];
    if (!line) return;
    const [at, value] = line.points[this.point] ?? ["", ""];
    const { name, axis = "" } = line;
    this.readout.textContent = line.said
      ? inLanguage(line.said)
      : filled(this.readout, { name, axis, at, value }, "data-point");
  }

  /** Shows what is to be shown. */
  update() {
    this.parts.forEach((parts, line) =>
      parts.forEach((part) => {
        part.classList.toggle("off", this.isOff(line));
        part.classList.toggle("out", !this.kept[line]);
      }),
    );
    if (!this.shown().includes(this.line)) this.leave();
  }
}
