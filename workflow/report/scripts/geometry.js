/**
 * Places on a plane: where the points of a drawing are, and which of them one points at.
 *
 * @typedef {{x: number, y: number}} Place
 * @typedef {{x: number, y: number, width: number, height: number}} Box its middle and its size
 */

/**
 * The vertices of a path of straight lines.
 * @type {(d: string) => Place[]}
 */
export const vertices = (d) =>
  [...d.matchAll(/[ML]\s*(\S+)\s+(\S+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

/** @type {(corners: Place[]) => Box} the box around all of them */
export function boxAround(corners) {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** @type {(box: Box, to: Place) => number} zero inside the box */
const distance = (box, to) =>
  Math.hypot(
    Math.max(Math.abs(to.x - box.x) - box.width / 2, 0),
    Math.max(Math.abs(to.y - box.y) - box.height / 2, 0),
  );

/** @type {(a: Place, b: Place, to: Place) => number} of a place to the segment from a to b */
export function fromSegment(a, b, to) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((to.x - a.x) * dx + (to.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(a.x + share * dx - to.x, a.y + share * dy - to.y);
}

/**
 * The point that one means by pointing at a place: of the line that runs nearest by, the nearest point.
 * @param {Box[][]} lines the points of each; none of a line that is hidden
 * @param {boolean} joined whether a line runs from point to point
 * @param {Place} to
 * @param {number} reach beyond which nothing is meant
 * @returns {{line: number, point: number} | undefined}
 */
export function nearest(lines, joined, to, reach) {
  let found;
  for (const [line, points] of lines.entries()) {
    const distances = points.map((point) => distance(point, to));
    const closest = Math.min(...distances);
    const away = joined
      ? Math.min(closest, ...points.slice(1).map((point, i) => fromSegment(points[i], point, to)))
      : closest;
    if (away < reach) {
      reach = away;
      found = { line, point: distances.indexOf(closest) };
    }
  }
  return found;
}
