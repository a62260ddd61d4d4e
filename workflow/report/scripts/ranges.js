/**
 * Ranges on parallel axes: each axis has stops, which are its values from the top down, and may have a range.
 *
 * @typedef {import("#language").Words} Words
 * @typedef {{top: number, bottom: number}} Range
 * @typedef {Range & {said: Words}} Stop
 */

const FEW = 12; // values of an axis that are stops of their own; of more, neighbours share one

/**
 * The stops of an axis.
 * @param {{y: number, value: Words}[]} places of the lines on it
 * @returns {Stop[]}
 */
export function stopsOf(places) {
  /** @type {Map<string, Stop>} */
  const found = new Map();
  for (const { y, value } of places) {
    const key = JSON.stringify(value);
    const stop = found.get(key);
    if (!stop) found.set(key, { top: y, bottom: y, said: value });
    else Object.assign(stop, { top: Math.min(stop.top, y), bottom: Math.max(stop.bottom, y) });
  }
  const stops = [...found.values()].sort((a, b) => a.top - b.top);
  if (stops.length <= FEW) return stops;
  const size = Math.ceil(stops.length / FEW);
  return Array.from({ length: Math.ceil(stops.length / size) }, (_, n) => {
    const [first, ...others] = stops.slice(n * size, (n + 1) * size);
    return { ...first, bottom: others.at(-1)?.bottom ?? first.bottom };
  });
}

/** @type {(y: number, range: Range) => boolean} */
export const within = (y, { top, bottom }) => top <= y && y <= bottom;

/**
 * Whether a line stays within the ranges of all axes; one without a range lets every line pass.
 * @type {(ys: number[], ranges: (Range | undefined)[]) => boolean}
 */
export const passes = (ys, ranges) => ranges.every((range, axis) => !range || within(ys[axis], range));

/**
 * The range after a key: an arrow moves it to the next stop, with Shift it grows by it, or shrinks where it
 * reaches beyond; Home and End go to the ends. Before the first arrow there is none, and it begins at an end.
 * @param {string} key
 * @param {boolean} extends_
 * @param {Stop[]} stops
 * @param {[from: number, to: number] | undefined} range numbers of stops: where it began, and its moving end
 * @returns {[from: number, to: number] | undefined} none for another key
 */
export function moved(key, extends_, stops, range) {
  const last = stops.length - 1;
  const [from, to] = range ?? [undefined, undefined];
  /** @type {Record<string, number>} */
  const ends = {
    ArrowUp: to === undefined ? last : Math.max(to - 1, 0),
    ArrowDown: to === undefined ? 0 : Math.min(to + 1, last),
    Home: 0,
    End: last,
  };
  if (!(key in ends)) return undefined;
  return [extends_ && from !== undefined ? from : ends[key], ends[key]];
}

/** @type {(stops: Stop[], range: [number, number]) => Range} */
export function rangeOf(stops, range) {
  const [first, last] = [Math.min(...range), Math.max(...range)];
  return { top: stops[first].top, bottom: stops[last].bottom };
}
