/** Central differences of the loss, beside which every gradient has to stand. */

import { crossEntropy, each, forward, relu } from "#network";
import { labelsOf, layersOf } from "#stages";

/**
 * @typedef {import("#network").Matrix} Matrix
 * @typedef {import("#stages").Arrays} Arrays
 */

const STEP = 1e-6;

/**
 * The loss where one array has other values, and what comes before it in the network stays as it is.
 * @type {(arrays: Arrays, name: string, changed: Matrix) => number}
 */
export function lossWith(arrays, name, changed) {
  const layers = layersOf({ ...arrays, [name]: changed });
  const labels = labelsOf(arrays.Y);
  const [kind, layer] = name;
  if (name === `Z${layers.length}`) return crossEntropy(changed, labels);
  // From a changed Z or A on, only the layers behind it are passed.
  const inside = kind === "Z" || kind === "A";
  const A = kind === "Z" ? relu(changed) : inside ? changed : arrays.X;
  const { outputs } = forward(inside ? layers.slice(Number(layer)) : layers, A);
  return crossEntropy(outputs[outputs.length - 1], labels);
}

/**
 * (L(q + h) − L(q − h)) / 2h for every number q of an array, h = STEP.
 * @type {(arrays: Arrays, name: string) => Matrix}
 */
export const centralDifferences = (arrays, name) =>
  each(arrays[name], (_, row, column) => {
    const loss = (/** @type {number} */ by) =>
      lossWith(arrays, name, each(arrays[name], (q, i, j) => (i === row && j === column ? q + by : q)));
    return (loss(STEP) - loss(-STEP)) / (2 * STEP);
  });

/**
 * The difference errs by about h² L'''/6 and by the rounding of L over h, both well below the tolerance.
 * @type {(gradient: number, difference: number, loss: number) => boolean}
 */
export const agree = (gradient, difference, loss) =>
  Math.abs(gradient - difference) <= 1e-6 * Math.max(1, Math.abs(difference), loss);

/**
 * Whether a ReLU stands so near its kink that the steps of the difference reach across it.
 * @type {(arrays: Arrays) => boolean}
 */
export const atKink = (arrays) =>
  layersOf(arrays).some(
    (_, l) => arrays[`A${l + 1}`] && arrays[`Z${l + 1}`].flat().some((z) => Math.abs(z) < 1e-3),
  );
