import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, stroked } from "#pixels";

// Two rows of three.
const picture = [1, 2, 3, 4, 5, 6];

test("a picture is moved by whole pixels; what leaves is lost, what enters is black", () => {
  assert.deepEqual(moved(picture, 3, [1, 0]), [0, 1, 2, 0, 4, 5]);
  assert.deepEqual(moved(picture, 3, [-1, 0]), [2, 3, 0, 5, 6, 0]);
  assert.deepEqual(moved(picture, 3, [0, 1]), [0, 0, 0, 1, 2, 3]);
  assert.deepEqual(moved(picture, 3, [0, -1]), [4, 5, 6, 0, 0, 0]);
  assert.deepEqual(moved(picture, 3, [2, 1]), [0, 0, 0, 0, 0, 1]);
});

const black = new Array(28 * 28).fill(0);

test("a stroke is white along its line, has a soft edge, and leaves the rest as it was", () => {
  const drawn = stroked(black, 28, [5.5, 10.5], [15.5, 10.5], false);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => drawn[28 * y + x];
  for (let x = 5; x <= 15; x++) {
    assert.deepEqual([7, 8, 9, 10, 11, 12, 13].map((y) => at(x, y)), [0, 0, 255, 255, 255, 0, 0]);
  }
  assert.equal(at(17, 10), 0);
  assert.ok(at(16, 11) > 0 && at(16, 11) < 255);
  assert.equal(drawn.filter(Boolean).length, 3 * 11 + 2 * 3);
});

test("a stroke of no length is a dot, and the eraser takes back what the pen drew", () => {
  const dot = stroked(black, 28, [9.5, 9.5], [9.5, 9.5], false);
  assert.equal(dot[28 * 9 + 9], 255);
  assert.ok(dot.every((value) => Number.isInteger(value)));
  assert.deepEqual(stroked(dot, 28, [9.5, 9.5], [9.5, 9.5], true).filter((value) => value > 128), []);
  assert.equal(stroked(dot, 28, [9.5, 9.5], [9.5, 9.5], true)[28 * 9 + 9], 0);
});

test("the pen is as wide as the picture is large, but not thinner than two pixels", () => {
  const width = (/** @type {number} */ side) => {
    /** @type {[number, number]} */
    const middle = [side / 2 + 0.5, side / 2 + 0.5];
    const dot = stroked(new Array(side * side).fill(0), side, middle, middle, false);
    return dot.slice((side * side) / 2, side * (side / 2 + 1)).reduce((sum, value) => sum + value, 0) / 255;
  };
  assert.ok(Math.abs(width(112) - 12) < 0.01);
  assert.ok(Math.abs(width(28) - 3) < 0.01);
  assert.ok(Math.abs(width(8) - 2) < 0.01);
});
