/** What the page shows of each number of a training step. */

import { operand } from "#stages";

/**
 * @typedef {import("#network").Matrix} Matrix
 * @typedef {import("#stages").Arrays} Arrays
 * @typedef {import("#stages").Stage} Stage
 * @typedef {{stage: number, row: number, column: number}} Position
 * @typedef {{text: string, operand?: number}} Part of a formula; a number of an operand says of which
 * @typedef {string | [value: number, operand?: number]} Term
 */

/** @type {(stages: Stage[], arrays: Arrays) => Position[]} */
export const positions = (stages, arrays) =>
  stages.flatMap(({ name }, stage) =>
    arrays[name].flatMap((numbers, row) => numbers.map((_, column) => ({ stage, row, column }))),
  );

/**
 * With three decimals at most, or two digits where that would be none, and true minus signs.
 * What rounding left of a zero is 0.
 * @type {(value: number) => string}
 */
export function short(value) {
  const size = Math.abs(value);
  const text = size < 5e-4 && size > 1e-12 ? value.toExponential(1) : String(Number(value.toFixed(3)) + 0);
  return text.replaceAll("-", "−");
}

/** @type {(name: string) => string} dW3 is ∇W₃ */
export const spoken = (name) =>
  name
    .replace(/^d/, "∇")
    .replace(/^next(.*)/, "$1⁺")
    .replace("T", "ᵀ")
    .replace(/\d/, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

/** @type {(parts: Term[][], between: string) => Term[]} */
const joined = (parts, between) => parts.flatMap((part, i) => (i ? [between, ...part] : part));

/** @type {(operands: Matrix[], row: number, column: number) => Term[]} */
const products = ([A, B], row, column) =>
  joined(
    A[row].map((value, i) => [[value, 0], " × ", [B[i][column], 1]]),
    " + ",
  );

/**
 * Each kind of stage: which numbers of its operands make one number, and the formula with them put in.
 * @type {{[kind: string]: {
 *   lit: ("row" | "column" | "cell" | "truth")[],
 *   said: (operands: Matrix[], row: number, column: number, rate: number) => Term[],
 * }}}
 */
const kinds = {
  linear: {
    lit: ["row", "column", "column"],
    said: ([A, W, b], row, column) => [...products([A, W], row, column), " + ", [b[0][column], 2]],
  },
  relu: { lit: ["cell"], said: ([Z], row, column) => ["max(", [Z[row][column], 0], ", 0)"] },
  softmax: {
    lit: ["row"],
    said: ([Z], row, column) => [
      "exp(", [Z[row][column], 0], ") / (", ...joined(Z[row].map((z) => ["exp(", [z, 0], ")"]), " + "), ")",
    ],
  },
  loss: {
    lit: ["truth", "truth"],
    said: ([P, Y]) => [
      "−(", ...joined(P.map((row, n) => ["log ", [row[Y[n].indexOf(1)], 0]]), " + "), ") / ", [P.length],
    ],
  },
  head: {
    lit: ["cell", "cell"],
    said: ([P, Y], row, column) => ["(", [P[row][column], 0], " − ", [Y[row][column], 1], ") / ", [P.length]],
  },
  weight_gradient: { lit: ["row", "column"], said: products },
  input_gradient: { lit: ["row", "column"], said: products },
  bias_gradient: {
    lit: ["column"],
    said: ([dZ], _, column) => joined(dZ.map((row) => [[row[column], 0]]), " + "),
  },
  relu_gradient: {
    lit: ["cell", "cell"],
    said: ([dA, Z], row, column) => [[dA[row][column], 0], " × [", [Z[row][column], 1], " > 0]"],
  },
  step: {
    lit: ["cell", "cell"],
    said: ([Q, dQ], row, column, rate) => [[Q[row][column], 0], " − ", [rate], " × ", [dQ[row][column], 1]],
  },
  no_mean: {
    lit: ["cell", "cell"],
    said: ([P, Y], row, column) => [[P[row][column], 0], " − ", [Y[row][column], 1]],
  },
  no_mask: { lit: ["cell"], said: ([dA], row, column) => [[dA[row][column], 0]] },
  nothing: { lit: [], said: () => [[0]] },
};

/**
 * Whether a number of an operand, as the page shows it, makes the number in focus.
 * @type {(
 *   stage: Stage, arrays: Arrays, focus: Position, operand: number, row: number, column: number,
 * ) => boolean}
 */
export function isLit({ kind }, arrays, focus, operand, row, column) {
  const here = { row: row === focus.row, column: column === focus.column };
  return {
    ...here,
    cell: here.row && here.column,
    truth: arrays.Y[row]?.[column] === 1,
  }[kinds[kind].lit[operand]];
}

/**
 * The formula of the number in focus with its numbers put in; negative ones in brackets behind a sign.
 * @type {(stage: Stage, arrays: Arrays, place: Position, rate: number) => Part[]}
 */
export function substituted({ kind, operands }, arrays, { row, column }, rate) {
  const terms = kinds[kind].said(operands.map((name) => operand(arrays, name)), row, column, rate);
  return terms.map((term, i) => {
    if (typeof term === "string") return { text: term };
    const [value, operand] = term;
    const before = terms[i - 1];
    const bracketed = value < 0 && typeof before === "string" && / [+−×] $/.test(before);
    return { text: bracketed ? `(${short(value)})` : short(value), operand };
  });
}
