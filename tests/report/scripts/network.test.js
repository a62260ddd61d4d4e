import assert from "node:assert/strict";
import { test } from "node:test";

import { backward, crossEntropy, each, forward, softmax } from "#network";

/** @type {(rows: number, columns: number) => number[][]} */
const matrix = (rows, columns) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.sin(3 + 7 * i + 11 * j)),
  );

const layers = [[3, 4], [4, 3], [3, 2]].map(([rows, columns]) => ({
  W: matrix(rows, columns),
  b: matrix(1, columns)[0],
}));
const X = matrix(2, 3);
const labels = [1, 0];

const loss = () => crossEntropy(forward(layers, X).outputs[2], labels);

test("each gradient is the central difference of the loss", () => {
  const pass = forward(layers, X);
  // dZ = (P − Y) / N
  const dZ = each(softmax(pass.outputs[2]), (p, n, k) => (p - Number(labels[n] === k)) / labels.length);
  const gradients = backward(layers, pass, dZ);
  layers.forEach(({ W, b }, l) => {
    const { dW, db, dX } = gradients[l];
    const pairs = [...W.map((row, i) => ({ row, gradient: dW[i] })), { row: b, gradient: db }];
    if (l === 0) pairs.push(...X.map((row, n) => ({ row, gradient: dX[n] })));
    for (const { row, gradient } of pairs) {
      row.forEach((value, j) => {
        const step = 1e-6;
        row[j] = value + step;
        const above = loss();
        row[j] = value - step;
        const below = loss();
        row[j] = value;
        // The loss is about 1 and exact to 1e-16, so the quotient to 1e-10.
        assert.ok(Math.abs((above - below) / (2 * step) - gradient[j]) < 1e-9);
      });
    }
  });
});
