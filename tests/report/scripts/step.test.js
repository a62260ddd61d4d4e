import assert from "node:assert/strict";
import { test } from "node:test";

import { agree, atKink, centralDifferences } from "#checks";
import { backward, each, forward, softmax } from "#network";
import { isLit, positions, short, spoken, substituted } from "#positions";
import { computed, layersOf, operand } from "#stages";

/** @typedef {import("#stages").Stage} Stage */

/** @type {(rows: number, columns: number, shift: number) => number[][]} */
const matrix = (rows, columns, shift) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => 2 * Math.sin(shift + 7 * i + 11 * j)),
  );

/** @type {import("#stages").Arrays} */
const given = {
  X: matrix(3, 2, 1), Y: [[1, 0], [0, 1], [0, 1]],
  W1: matrix(2, 4, 2), b1: matrix(1, 4, 3), W2: matrix(4, 2, 4), b2: matrix(1, 2, 5),
};
const rate = 0.5;
/** @type {Stage[]} */
const stages = [
  { name: "Z1", kind: "linear", operands: ["X", "W1", "b1"] },
  { name: "A1", kind: "relu", operands: ["Z1"] },
  { name: "Z2", kind: "linear", operands: ["A1", "W2", "b2"] },
  { name: "P", kind: "softmax", operands: ["Z2"] },
  { name: "L", kind: "loss", operands: ["P", "Y"] },
  { name: "dZ2", kind: "head", operands: ["P", "Y"] },
  { name: "dW2", kind: "weight_gradient", operands: ["A1T", "dZ2"] },
  { name: "db2", kind: "bias_gradient", operands: ["dZ2"] },
  { name: "dA1", kind: "input_gradient", operands: ["dZ2", "W2T"] },
  { name: "dZ1", kind: "relu_gradient", operands: ["dA1", "Z1"] },
  { name: "dW1", kind: "weight_gradient", operands: ["XT", "dZ1"] },
  { name: "db1", kind: "bias_gradient", operands: ["dZ1"] },
  { name: "nextW1", kind: "step", operands: ["W1", "dW1"] },
];
/** @type {Stage[]} */
const wrong = [
  { name: "dZ2", kind: "no_mean", operands: ["P", "Y"] },
  { name: "dZ1", kind: "no_mask", operands: ["dA1"] },
  { name: "dW1", kind: "bias_gradient", operands: ["dZ1"] },
  { name: "db1", kind: "nothing", operands: [] },
];
const arrays = computed(given, stages, rate);

test("the stages make the gradients that back-propagation makes", () => {
  const layers = layersOf(given);
  const pass = forward(layers, given.X);
  const dZ = each(softmax(pass.outputs[1]), (p, n, k) => (p - given.Y[n][k]) / given.Y.length);
  const [first, second] = backward(layers, pass, dZ);
  for (const [made, expected] of [
    [arrays.dZ2, dZ], [arrays.dW2, second.dW], [arrays.db2, [second.db]],
    [arrays.dA1, second.dX], [arrays.dW1, first.dW], [arrays.db1, [first.db]],
  ]) {
    assert.deepEqual(made, expected);
  }
  assert.equal(arrays.nextW1[1][2], given.W1[1][2] - rate * arrays.dW1[1][2]);
});

test("every number has a position, in the order of the stages and along the rows", () => {
  const all = positions(stages, arrays);
  assert.equal(all.length, 12 + 12 + 6 + 6 + 1 + 6 + 8 + 2 + 12 + 12 + 8 + 4 + 8);
  assert.deepEqual(all.slice(11, 13), [{ stage: 0, row: 2, column: 3 }, { stage: 1, row: 0, column: 0 }]);
});

/** @type {(parts: {text: string}[]) => number} the formula as one would work it out */
function workedOut(parts) {
  const formula = parts.map(({ text }) => text).join("").replaceAll("−", "-").replaceAll("×", "*")
    .replaceAll("[", "(").replaceAll("]", ")").replace(/\b(exp|max|log)\b/g, "Math.$1");
  return Number(eval(formula.replace(/Math\.log (\S+?)(?=[) ])/g, "Math.log($1)")));
}

const mistaken = stages.map((stage) => wrong.find(({ name }) => name === stage.name) ?? stage);
for (const [name, list] of Object.entries({ right: stages, wrong: mistaken })) {
  test(`the formula with its numbers comes to the number, in every ${name} stage`, () => {
    const arrays = computed(given, list, rate);
    for (const place of positions(list, arrays)) {
      const stage = list[place.stage];
      const value = arrays[stage.name][place.row][place.column];
      const parts = substituted(stage, arrays, place, rate);
      // Each number is rounded to 0.0005, and up to five products of numbers up to 10 are summed.
      const shown = `${stage.name}: ${parts.map(({ text }) => text).join("")} = ${value}`;
      assert.ok(Math.abs(workedOut(parts) - value) < 0.03, shown);
    }
  });

  test(`what is lit is what the formula shows, in every ${name} stage`, () => {
    const arrays = computed(given, list, rate);
    for (const place of positions(list, arrays)) {
      const stage = list[place.stage];
      const parts = substituted(stage, arrays, place, rate);
      stage.operands.forEach((name, index) => {
        const lit = operand(arrays, name).flatMap((row, r) =>
          row.filter((_, c) => isLit(stage, arrays, place, index, r, c)),
        );
        const said = parts
          .filter((part) => part.operand === index)
          .map(({ text }) => text.replace(/[()]/g, ""));
        // Softmax shows its numerator again; the truth is not a number of the loss, but chooses which are.
        if (stage.kind === "softmax") said.shift();
        if (stage.kind !== "loss" || name !== "Y") assert.deepEqual(said, lit.map(short), stage.name);
      });
    }
  });
}

test("numbers are short, with a true minus, and negative ones in brackets behind a sign", () => {
  assert.deepEqual([-0.00012, -1.25, 0.12349, 3, -1e-16].map(short), ["−1.2e−4", "−1.25", "0.123", "3", "0"]);
  const [first, , second] = substituted(
    { name: "dW1", kind: "weight_gradient", operands: ["A", "B"] },
    { A: [[-1]], B: [[-2]], Y: [] }, { stage: 0, row: 0, column: 0 }, rate,
  );
  assert.deepEqual([first.text, second.text], ["−1", "(−2)"]);
  assert.deepEqual(["dW3", "nextb1", "A2T", "P"].map(spoken), ["∇W₃", "b₁⁺", "A₂ᵀ", "P"]);
});

test("every gradient agrees with its central difference, and a mistaken one does not", () => {
  const [loss] = arrays.L[0];
  for (const name of ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]) {
    const differences = centralDifferences(arrays, name.slice(1));
    arrays[name].forEach((row, n) => row.forEach((gradient, j) => {
      assert.ok(agree(gradient, differences[n][j], loss), `${name}[${n}, ${j}]`);
      assert.ok(!agree(gradient + 1e-3, differences[n][j], loss));
    }));
  }
});

test("a kink is where the input of a ReLU is zero, not a logit", () => {
  assert.ok(!atKink(arrays));
  assert.ok(atKink({ ...arrays, Z1: [[0.3, 0]] }));
  assert.ok(!atKink({ ...arrays, Z2: [[0.3, 0]] }));
});
