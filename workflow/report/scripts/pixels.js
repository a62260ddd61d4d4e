/** Pictures as rows of pixels, 0 to 255, one after the other: moved, and drawn on. */

import { fromSegment } from "#geometry";

/** @typedef {[x: number, y: number]} Point */

/**
 * A picture moved by whole pixels: what leaves is lost, what enters is black.
 * @type {(pixels: number[], width: number, by: Point) => number[]}
 */
export const moved = (pixels, width, [right, down]) =>
  pixels.map((_, i) => {
    const x = (i % width) - right;
    const y = Math.floor(i / width) - down;
    return (x >= 0 && x < width && pixels[y * width + x]) || 0;
  });

/**
 * A stroke of a pen of 3 pixels in 28, and of 2 at least, white with a soft edge, or of an eraser.
 * @type {(pixels: number[], width: number, from: Point, to: Point, erases: boolean) => number[]}
 */
export function stroked(pixels, width, from, to, erases) {
  const radius = Math.max(1, (1.5 * Math.max(width, pixels.length / width)) / 28);
  const [start, end] = [from, to].map(([x, y]) => ({ x, y }));
  return pixels.map((value, i) => {
    const middle = { x: (i % width) + 0.5, y: Math.floor(i / width) + 0.5 };
    const ink = Math.round(255 * Math.min(Math.max(radius + 0.5 - fromSegment(start, end, middle), 0), 1));
    return erases ? Math.min(value, 255 - ink) : Math.max(value, ink);
  });
}
