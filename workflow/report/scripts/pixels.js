/** Pictures as rows of pixels, 0 to 255, one after the other: moved, and drawn on. */

/** @typedef {[x: number, y: number]} Point */

/** @type {(pixels: number[], width: number, by: Point) => number[]} what leaves is lost, what enters is black */
export const moved = (pixels, width, [right, down]) =>
  pixels.map((_, i) => {
    const x = (i % width) - right;
    const y = Math.floor(i / width) - down;
    return (x >= 0 && x < width && pixels[y * width + x]) || 0;
  });

/** @type {(at: Point, from: Point, to: Point) => number} the distance of a point from a line between two others */
function distance([x, y], [x0, y0], [x1, y1]) {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = length && ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length;
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
}

/**
 * A stroke of a pen of 3 pixels in 28, and of 2 at least, white with a soft edge, or of an eraser.
 * @type {(pixels: number[], width: number, from: Point, to: Point, erases: boolean) => number[]}
 */
export function stroked(pixels, width, from, to, erases) {
  const radius = Math.max(1, (1.5 * Math.max(width, pixels.length / width)) / 28);
  return pixels.map((value, i) => {
    const middle = /** @type {Point} */ ([(i % width) + 0.5, Math.floor(i / width) + 0.5]);
    const ink = Math.round(255 * Math.min(Math.max(radius + 0.5 - distance(middle, from, to), 0), 1));
    return erases ? Math.min(value, 255 - ink) : Math.max(value, ink);
  });
}
