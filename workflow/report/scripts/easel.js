/** A picture to draw on, with tools that work with a pointer and with keys. */

import { all, one } from "#dom";
import { grey } from "#paint";
import { moved, stroked } from "#pixels";

/** @import { Point } from "#pixels" */

/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Where a pointer points, in pixels of the canvas.
 * @type {(canvas: HTMLCanvasElement, event: PointerEvent) => Point}
 */
export function point(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [
    ((event.clientX - box.left) / box.width) * canvas.width,
    ((event.clientY - box.top) / box.height) * canvas.height,
  ];
}

/**
 * @param {HTMLElement} section
 * @param {() => void} changed called when the picture has changed
 * @param {(at: Point) => void} pointed called with where the pointer is, or the frame that arrow keys move
 * @param {() => Point} frame the pixel that is framed
 */
export function easel(section, changed, pointed, frame) {
  const canvas = one(section, "#trained-picture", HTMLCanvasElement);
  /** @type {number[]} */
  let pixels = [];
  /** @type {(picture: number[]) => void} */
  function put(picture) {
    pixels = picture;
    grey(canvas, pixels);
    changed();
  }
  const tool = () => one(section, "[name=trained-tool]:checked", HTMLInputElement).value;
  /** @type {(from: Point, to: Point) => void} */
  const draw = (from, to) => put(stroked(pixels, canvas.width, from, to, tool() === "eraser"));
  /** @type {(by: Point) => void} */
  const move = (by) => put(moved(pixels, canvas.width, by));

  /** @type {Point} */
  let last;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    last = point(canvas, event);
    if (tool() !== "move") draw(last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = point(canvas, event);
    pointed(here);
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    if (tool() === "move") {
      /** @type {Point} whole pixels; the rest counts for the next event */
      const by = [Math.trunc(here[0] - last[0]), Math.trunc(here[1] - last[1])];
      if (by[0] || by[1]) move(by);
      last = [last[0] + by[0], last[1] + by[1]];
    } else {
      draw(last, here);
      last = here;
    }
  });
  canvas.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    if (!by && event.key !== " ") return;
    event.preventDefault();
    const [x, y] = frame();
    if (by && tool() === "move") move(by);
    else if (by) pointed([x + by[0], y + by[1]]);
    else if (tool() !== "move") draw([x + 0.5, y + 0.5], [x + 0.5, y + 0.5]);
  });
  for (const button of all(section, "button[data-key]", HTMLButtonElement)) {
    button.addEventListener("click", () => move(ARROWS[button.dataset.key ?? ""]));
  }
  return { put, pixels: () => pixels };
}
