/** One training step: the reader moves through it, changes its numbers and breaks its gradient. */

import { centralDifferences } from "#checks";
import { eachCell, showArrays, showChecks, showLoss, showNumber } from "#display";
import { all, data, one } from "#dom";
import { positions } from "#positions";
import { computed } from "#stages";

/**
 * @typedef {import("#stages").Arrays} Arrays
 * @typedef {import("#stages").Stage} Stage
 * @type {{given: Arrays, rate: number, stages: Stage[], mistakes: {[name: string]: Stage[]}}}
 */
const start = data("step-data");
const root = one(document, ".worked", HTMLElement);
const rateField = one(root, "[data-rate]", HTMLInputElement);
const mistake = one(root, "[data-mistakes]", HTMLSelectElement);
const places = positions(start.stages, computed(start.given, start.stages, start.rate));

// What the reader made of the network, the loss before each step taken, and which number is in focus.
let { given, rate } = start;
/** @type {number[]} */
let losses = [];
let at = 0;

/** @type {() => import("#display").Step} everything, computed again */
function step() {
  const mistaken = start.mistakes[mistake.value] ?? [];
  const stages = start.stages.map((stage) => mistaken.find(({ name }) => name === stage.name) ?? stage);
  const arrays = computed(given, stages, rate);
  const gradients = stages.map(({ name }) => name).filter((name) => name.startsWith("d"));
  const differences = Object.fromEntries(
    gradients.map((name) => [name, centralDifferences(arrays, name.slice(1))]),
  );
  return { stages, mistaken, arrays, differences, losses: [...losses, arrays.L[0][0]], rate };
}
let now = step();

/** @type {(to: number) => void} */
function go(to) {
  at = Math.min(Math.max(to, 0), places.length - 1);
  showNumber(now, places[at], at, places.length);
}

function show() {
  now = step();
  showArrays(now);
  showLoss(now);
  showChecks(now);
  go(at);
}

/**
 * Other numbers, with which a new history of the loss begins.
 * @type {(numbers: Arrays) => void}
 */
function change(numbers) {
  given = { ...given, ...numbers };
  losses = [];
  show();
}

/** Q ← Q⁺ for every parameter, but not to where there is no loss any more. */
function descend() {
  const before = { given, losses };
  losses = now.losses;
  given = Object.fromEntries(
    Object.entries(given).map(([name, Q]) => [name, now.arrays[`next${name}`] ?? Q]),
  );
  const after = step();
  if (Number.isFinite(after.arrays.L[0][0])) now = after;
  else ({ given, losses } = before);
}

/** @type {(stage: number) => number} its first number */
const firstOf = (stage) => places.findIndex((place) => place.stage === stage);

/** @type {{[name: string]: () => number}} */
const moves = {
  first: () => 0,
  back: () => at - 1,
  next: () => at + 1,
  last: () => places.length - 1,
  // Upwards to the beginning of this array, then of the one before it.
  up: () => firstOf(places[Math.max(at - 1, 0)].stage),
  down: () => firstOf(Math.min(places[at].stage + 1, start.stages.length - 1)),
};
/** @type {{[key: string]: string}} */
const keys = {
  Home: "first", ArrowLeft: "back", ArrowRight: "next", End: "last", ArrowUp: "up", ArrowDown: "down",
};

root.addEventListener("keydown", (event) => {
  const { target } = event;
  const usesArrows = target instanceof Element && target.closest("input, select, pre, .formula");
  if (!(event.key in keys) || usesArrows || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(moves[keys[event.key]]());
});
for (const button of all(root, "[data-go]", HTMLButtonElement)) {
  button.addEventListener("click", () => go(moves[button.dataset.go ?? ""]()));
}
for (const button of all(root, ".map button", HTMLButtonElement)) {
  const stage = start.stages.findIndex(({ name }) => name === button.dataset.name);
  button.addEventListener("click", () => go(firstOf(stage)));
}

for (const table of all(root, "table", HTMLTableElement)) {
  const { array = "", role } = table.dataset;
  const name = array.replace("T", "");
  eachCell(table, (cell, ...shown) => {
    const [row, column] = array === name ? shown : shown.reverse();
    const [field] = cell.children;
    if (role === "result") {
      const place = places.findIndex(
        (each) => start.stages[each.stage].name === name && each.row === row && each.column === column,
      );
      cell.addEventListener("click", () => go(place));
    } else if (field instanceof HTMLInputElement) {
      field.addEventListener("input", () => {
        if (!field.validity.valid) return;
        change({ [name]: given[name].with(row, given[name][row].with(column, field.valueAsNumber)) });
      });
      field.addEventListener("blur", show);
    } else if (field instanceof HTMLButtonElement) {
      const truth = given[name][row].map((_, k) => Number(k === column));
      field.addEventListener("click", () => change({ [name]: given[name].with(row, truth) }));
    }
  });
}

rateField.addEventListener("input", () => {
  if (rateField.validity.valid) rate = rateField.valueAsNumber;
  show();
});
rateField.addEventListener("blur", () => (rateField.valueAsNumber = rate));
mistake.addEventListener("change", () => {
  show();
  // To the first stage that is not as it should be.
  const stage = now.stages.findIndex((each) => now.mistaken.includes(each));
  if (stage >= 0) go(firstOf(stage));
});
for (const button of all(root, "[data-steps]", HTMLButtonElement)) {
  button.addEventListener("click", () => {
    for (let n = 0; n < Number(button.dataset.steps); n++) descend();
    show();
  });
}

function reset() {
  rateField.valueAsNumber = rate = start.rate;
  mistake.value = "";
  change(start.given);
}
one(root, "[data-reset]", HTMLButtonElement).addEventListener("click", reset);
reset();
root.hidden = false;
