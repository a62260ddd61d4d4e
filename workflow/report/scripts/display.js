/** What the page shows of a training step: arrays, the number in focus, the loss, the gradient check. */

import { agree, atKink } from "#checks";
import { all, one } from "#dom";
import { isLit, short, spoken, substituted } from "#positions";
import { operand } from "#stages";

/**
 * @typedef {import("#stages").Arrays} Arrays
 * @typedef {import("#stages").Stage} Stage
 * @typedef {{
 *   stages: Stage[], mistaken: Stage[], arrays: Arrays, differences: Arrays, losses: number[], rate: number,
 * }} Step mistaken: those stages that are not as they should be; differences: by the name of a gradient
 */

const root = one(document, ".worked", HTMLElement);
const tables = all(root, "table", HTMLTableElement);
const blocks = all(root, ".stage", HTMLElement);
const marks = all(root, ".map button", HTMLButtonElement);

/** @type {(name: string, text: string) => void} */
function write(name, text) {
  one(root, `[data-show="${name}"]`, HTMLElement).textContent = text;
}

/** @type {(name: string, row: number, column: number) => string} such as W₁[2, 3] */
const indexed = (name, row, column) => `${spoken(name)}[${row + 1}, ${column + 1}]`;

/** @type {(step: Step, name: string, row: number, column: number) => boolean} */
const isWrong = ({ arrays, differences }, name, row, column) =>
  name in differences && !agree(arrays[name][row][column], differences[name][row][column], arrays.L[0][0]);

/**
 * @type {(table: HTMLTableElement, use: (cell: HTMLElement, row: number, column: number) => void) => void}
 */
export const eachCell = ({ tBodies }, use) =>
  [...tBodies[0].rows].forEach((row, r) => [...row.cells].slice(1).forEach((cell, c) => use(cell, r, c)));

/**
 * The numbers of every array, and beside each gradient its central difference.
 * @type {(step: Step) => void}
 */
export function showArrays(step) {
  for (const table of tables) {
    const name = table.dataset.array ?? "";
    const values = operand(step.arrays, name);
    eachCell(table, (cell, row, column) => {
      const value = values[row][column];
      const [field, difference] = cell.children;
      cell.title = String(value);
      if (field instanceof HTMLInputElement) {
        field.ariaLabel = indexed(name, row, column);
        // What is being typed is left alone.
        if (field !== document.activeElement) field.value = short(value).replaceAll("−", "-");
      } else {
        field.textContent = short(value);
        if (field instanceof HTMLButtonElement) field.ariaPressed = String(value === 1);
      }
      if (difference) {
        const wrong = isWrong(step, name, row, column);
        difference.textContent = `${short(step.differences[name][row][column])}${wrong ? "\u2009✗" : ""}`;
        cell.classList.toggle("off", wrong);
      }
    });
  }
}

/** @type {(step: Step) => void} */
export function showLoss({ arrays, losses }) {
  // The line begins at the upper edge and would end at the lower one if the loss were zero.
  const highest = Math.max(...losses) || 1;
  const points = losses.map(
    (loss, i) => `${(100 * i) / (losses.length - 1 || 1)},${29 - 28 * (loss / highest)}`,
  );
  one(root, "polyline", SVGElement).setAttribute("points", points.join(" "));
  write("loss", short(arrays.L[0][0]));
  write("taken", String(losses.length - 1));
  write("losses", losses.slice(-5).map(short).join(" → "));
}

/** @type {(step: Step) => void} */
export function showChecks(step) {
  const names = Object.keys(step.differences);
  const counts = names.map(
    (name) => step.arrays[name].flatMap((row, n) => row.filter((_, j) => isWrong(step, name, n, j))).length,
  );
  for (const mark of marks) {
    const { name = "" } = mark.dataset;
    const count = counts[names.indexOf(name)];
    mark.ariaLabel = `${spoken(name)}${count ? " ✗" : ""}`;
    if (count !== undefined) mark.dataset.check = count ? "wrong" : "right";
  }
  const count = counts.reduce((sum, some) => sum + some, 0);
  one(root, ".right", HTMLElement).hidden = count > 0;
  one(root, ".wrong", HTMLElement).hidden = count === 0;
  write("count", String(count));
  write("wrong", names.filter((_, i) => counts[i]).map(spoken).join(", "));
  one(root, ".kink", HTMLElement).hidden = !atKink(step.arrays);
}

/**
 * The number in focus, and what makes it.
 * @type {(step: Step, place: import("#positions").Position, at: number, all: number) => void}
 */
export function showNumber(step, place, at, of) {
  const { row, column } = place;
  const stage = step.stages[place.stage];
  const { name } = stage;
  for (const block of blocks) {
    const isMistaken = step.mistaken.some((each) => each === stage);
    block.hidden = block.dataset.name !== name || Boolean(block.dataset.mistake) !== isMistaken;
    if (block.hidden) continue;
    for (const table of all(block, "table", HTMLTableElement)) {
      const { role } = table.dataset;
      eachCell(table, (cell, r, c) => {
        const lit =
          role === "result"
            ? r === row && c === column
            : isLit(stage, step.arrays, place, Number(role), r, c);
        cell.classList.toggle("lit", lit);
      });
    }
  }
  const follows = marks.includes(/** @type {any} */ (document.activeElement));
  for (const mark of marks) {
    const current = mark.dataset.name === name;
    mark.ariaCurrent = current ? "step" : null;
    mark.tabIndex = current ? 0 : -1;
    if (current && follows) mark.focus();
  }

  const value = step.arrays[name][row][column];
  const wrong = isWrong(step, name, row, column);
  const label = name === "L" ? name : indexed(name, row, column);
  write("said", `${label} = ${short(value)}${wrong ? " ✗" : ""}`);
  one(root, '[data-show="sum"]', HTMLElement).replaceChildren(
    `${label} = `,
    ...substituted(stage, step.arrays, place, step.rate).map(({ text, operand }) => {
      const part = document.createElement("span");
      part.textContent = text;
      if (operand !== undefined) part.dataset.role = String(operand);
      return part;
    }),
    ` = ${short(value)}`,
  );
  const check = one(root, ".check", HTMLElement);
  check.hidden = !(name in step.differences);
  check.classList.toggle("off", wrong);
  if (!check.hidden) {
    const [found, expected] = [value, step.differences[name][row][column]].map((number) => number.toFixed(8));
    const [sign, mark] = wrong ? ["≠", "✗"] : ["≈", "✓"];
    write("difference", `${expected} ${sign} ${found} ${mark}`.replaceAll("-", "−"));
  }

  const progress = one(root, "progress", HTMLProgressElement);
  [progress.value, progress.max] = [at + 1, of];
  write("at", `${at + 1} / ${of}`);
  for (const button of all(root, "[data-go]", HTMLButtonElement)) {
    const end = ["first", "back"].includes(button.dataset.go ?? "") ? 0 : of - 1;
    button.ariaDisabled = String(at === end);
  }
}
