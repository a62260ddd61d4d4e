import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, passes, rangeOf, stopsOf, within } from "#ranges";

/** @type {(...ys: [number, string][]) => {y: number, value: string}[]} */
const places = (...ys) => ys.map(([y, value]) => ({ y, value }));
const three = stopsOf(places([50, "b"], [10, "a"], [54, "b"], [90, "c"], [46, "b"]));

test("the stops of an axis are its values from the top, each as wide as its lines fan out", () => {
  assert.deepEqual(three, [
    { top: 10, bottom: 10, said: "a" },
    { top: 46, bottom: 54, said: "b" },
    { top: 90, bottom: 90, said: "c" },
  ]);
});

test("of many values, neighbours share a stop, and none is lost", () => {
  const stops = stopsOf(places(...Array.from({ length: 50 }, (_, n) => /** @type {any} */ ([n, `${n}`]))));
  assert.ok(stops.length <= 12);
  assert.equal(stops[0].top, 0);
  assert.equal(stops[stops.length - 1].bottom, 49);
  for (let n = 0; n < 50; n++) assert.equal(stops.filter((stop) => within(n, stop)).length, 1);
});

test("a line passes that is in the range of every axis that has one", () => {
  const ranges = [{ top: 10, bottom: 20 }, undefined, { top: 0, bottom: 5 }];
  assert.equal(passes([10, 99, 5], ranges), true);
  assert.equal(passes([20.1, 99, 5], ranges), false);
  assert.equal(passes([15, 99, 6], ranges), false);
  assert.equal(passes([15, 99, 6], [undefined, undefined, undefined]), true);
});

test("arrows move the range from an end on, and stay on the axis", () => {
  assert.deepEqual(moved("ArrowDown", false, three, undefined), [0, 0]);
  assert.deepEqual(moved("ArrowUp", false, three, undefined), [2, 2]);
  assert.deepEqual(moved("ArrowDown", false, three, [0, 0]), [1, 1]);
  assert.deepEqual(moved("ArrowDown", false, three, [2, 2]), [2, 2]);
  assert.deepEqual(moved("ArrowUp", false, three, [0, 0]), [0, 0]);
  assert.deepEqual(moved("End", false, three, [0, 0]), [2, 2]);
  assert.equal(moved("Enter", false, three, [0, 0]), undefined);
});

test("with Shift the range grows to the next stop, and shrinks on the way back", () => {
  assert.deepEqual(moved("ArrowDown", true, three, [0, 0]), [0, 1]);
  assert.deepEqual(moved("ArrowUp", true, three, [0, 1]), [0, 0]);
  assert.deepEqual(moved("ArrowUp", true, three, [1, 1]), [1, 0]);
  assert.deepEqual(moved("Home", true, three, [2, 2]), [2, 0]);
  assert.deepEqual(rangeOf(three, [1, 0]), { top: 10, bottom: 54 });
  assert.deepEqual(rangeOf(three, [2, 2]), { top: 90, bottom: 90 });
});
