import assert from "node:assert/strict";
import { test } from "node:test";

import { boxAround, nearest, vertices } from "#geometry";

const point = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: 0, height: 0 });

test("the vertices of a path are read in their order, over gaps too", () => {
  assert.deepEqual(vertices("M 73.83 295.4 \nL 80 -3.5 \nM 1e1 2\nz"), [
    { x: 73.83, y: 295.4 },
    { x: 80, y: -3.5 },
    { x: 10, y: 2 },
  ]);
});

test("a box goes around all corners", () => {
  assert.deepEqual(boxAround(vertices("M 2 1 L 6 1 L 6 9 L 2 9 z")), { x: 4, y: 5, width: 4, height: 8 });
});

test("one means the line that runs nearest by, and of it the nearest point", () => {
  const lines = [
    [point(0, 0), point(100, 0)],
    [point(0, 10), point(40, 10), point(100, 10)],
  ];
  // The first line passes by at 2, though a point of the second is nearer than each of its points.
  assert.deepEqual(nearest(lines, true, { x: 45, y: 2 }, 20), { line: 0, point: 0 });
  assert.deepEqual(nearest(lines, true, { x: 45, y: 8 }, 20), { line: 1, point: 1 });
  assert.deepEqual(nearest([[], lines[1]], true, { x: 99, y: 0 }, 20), { line: 1, point: 2 });
  assert.equal(nearest(lines, true, { x: 45, y: 60 }, 20), undefined);
  assert.equal(nearest([], true, { x: 0, y: 0 }, 20), undefined);
});

test("within a cell one means it, wherever in it", () => {
  const cells = [[{ x: 10, y: 10, width: 20, height: 20 }, { x: 30, y: 10, width: 20, height: 20 }]];
  assert.deepEqual(nearest(cells, false, { x: 21, y: 1 }, 20), { line: 0, point: 1 });
  assert.deepEqual(nearest(cells, false, { x: 19, y: 19 }, 20), { line: 0, point: 0 });
});
