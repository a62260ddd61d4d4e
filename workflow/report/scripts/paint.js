/** Numbers as pictures: pixels, activities, evidence and probabilities. */

import { all, one } from "#dom";

/** @typedef {[red: number, green: number, blue: number]} Colour */

// The ends and the middle of the scales; trained.css has those of the evidence for its legend.
/** @type {Record<"against" | "nothing" | "pro" | "active", Colour>} */
const COLOURS = {
  against: [33, 102, 172],
  nothing: [247, 247, 247],
  pro: [178, 24, 43],
  active: [0, 90, 150],
};

/** @type {(canvas: HTMLCanvasElement, colours: Colour[]) => void} one per pixel, row by row */
function paint(canvas, colours) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const area = context.createImageData(canvas.width, canvas.height);
  colours.forEach((colour, i) => area.data.set([...colour, 255], 4 * i));
  context.putImageData(area, 0, 0);
}

/** @type {(from: Colour, to: Colour, share: number) => Colour} */
const between = (from, to, share) =>
  /** @type {Colour} */ (from.map((start, i) => start + share * (to[i] - start)));

/** @type {(canvas: HTMLCanvasElement, pixels: number[]) => void} */
export const grey = (canvas, pixels) => paint(canvas, pixels.map((value) => [value, value, value]));

/** @type {(canvas: HTMLCanvasElement, values: number[]) => number} the value that has the strongest colour */
export function diverging(canvas, values) {
  const most = Math.max(...values.map(Math.abs)) || 1;
  const end = (/** @type {number} */ value) => (value < 0 ? COLOURS.against : COLOURS.pro);
  paint(canvas, values.map((value) => between(COLOURS.nothing, end(value), Math.abs(value) / most)));
  return most;
}

/** @type {(canvas: HTMLCanvasElement, A: number[]) => void} the more active a unit, the darker */
export function cells(canvas, A) {
  const most = Math.max(...A) || 1;
  // From a quarter on, so that a unit that is hardly active differs from one that is not.
  const shade = (/** @type {number} */ a) => (a > 0 ? 0.25 + (0.75 * a) / most : 0);
  paint(canvas, A.map((a) => between(COLOURS.nothing, COLOURS.active, shade(a))));
}

/** @type {(table: HTMLTableElement, P: number[], predicted: number, truth: number) => void} */
export function bars(table, P, predicted, truth) {
  all(table, "tbody tr", HTMLTableRowElement).forEach((row, k) => {
    row.classList.toggle("predicted", k === predicted);
    one(row, ".true", HTMLElement).hidden = k !== truth;
    one(row, ".bar", HTMLElement).style.width = `${100 * P[k]}%`;
    one(row, ".share", HTMLElement).textContent = (100 * P[k]).toFixed(2);
  });
}
