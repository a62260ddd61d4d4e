/**
 * Every array of one training step, stage by stage, as `workflow/report/worked.py` lists them.
 *
 * @typedef {import("#network").Matrix} Matrix
 * @typedef {{[name: string]: Matrix}} Arrays by name: dQ is ∂L/∂Q, nextQ is Q after the step, b is one row
 * @typedef {{name: string, kind: string, operands: string[]}} Stage how one array is made
 */

import { crossEntropy, each, forward, product, softmax, transposed } from "#network";

/** @type {(arrays: Arrays, operand: string) => Matrix} A2T is the transpose of A2 */
export const operand = (arrays, name) =>
  name.endsWith("T") ? transposed(arrays[name.slice(0, -1)]) : arrays[name];

/** @type {(Y: Matrix) => number[]} from one-hot rows */
export const labelsOf = (Y) => Y.map((row) => row.indexOf(1));

/** @type {(arrays: Arrays) => import("#network").Linear[]} */
export function layersOf(arrays) {
  const layers = [];
  for (let n = 1; arrays[`W${n}`]; n++) layers.push({ W: arrays[`W${n}`], b: arrays[`b${n}`][0] });
  return layers;
}

/** @type {(operands: Matrix[]) => Matrix} */
const multiplied = ([A, B]) => product(A, B);

/**
 * From the operands, what each kind of stage makes; `like` has the shape of the result.
 * @type {{[kind: string]: (operands: Matrix[], like: Matrix, rate: number) => Matrix}}
 */
const made = {
  head: ([P, Y]) => each(P, (p, n, k) => (p - Y[n][k]) / P.length),
  weight_gradient: multiplied,
  input_gradient: multiplied,
  bias_gradient: ([dZ], like) => each(like, (_, __, j) => dZ.reduce((sum, row) => sum + row[j], 0)),
  relu_gradient: ([dA, Z]) => each(dA, (value, n, j) => (Z[n][j] > 0 ? value : 0)),
  step: ([Q, dQ], _, rate) => each(Q, (value, i, j) => value - rate * dQ[i][j]),
  no_mean: ([P, Y]) => each(P, (p, n, k) => p - Y[n][k]),
  no_mask: ([dA]) => dA,
  nothing: (_, like) => each(like, () => 0),
};

/** @type {(given: Arrays, stages: Stage[], rate: number) => Arrays} */
export function computed(given, stages, rate) {
  const arrays = { ...given };
  const { inputs, outputs } = forward(layersOf(given), given.X);
  outputs.forEach((Z, l) => (arrays[`Z${l + 1}`] = Z));
  inputs.slice(1).forEach((A, l) => (arrays[`A${l + 1}`] = A));
  const Z = outputs[outputs.length - 1];
  arrays.P = softmax(Z);
  arrays.L = [[crossEntropy(Z, labelsOf(given.Y))]];
  for (const { name, kind, operands } of stages) {
    if (made[kind]) {
      const like = arrays[name.replace(/^(d|next)/, "")] ?? arrays.P;
      arrays[name] = made[kind](operands.map((each) => operand(arrays, each)), like, rate);
    }
  }
  return arrays;
}
