import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { evidence, inputs, unpacked } from "#model";
import { forward } from "#network";

const sizes = [6, 5, 4, 3];

/** @type {(n: number, seed: number) => number[]} between −1 and 1 */
const numbers = (n, seed) => Array.from({ length: n }, (_, i) => Math.sin(seed + 7 * i));

// What the builder writes: offset and factor, scale and bias of each layer, then lower and upper bytes
// of each layer's whole numbers, then the pictures.
const offset = [10, 20, 30, 40, 50, 60];
const columns = sizes.slice(1).map((width, l) => ({
  scale: numbers(width, l).map(Math.abs),
  b: numbers(width, l + 9),
}));
const whole = columns.map(({ b }, l) =>
  numbers(sizes[l] * b.length, l).map((value) => Math.round(2000 * value)),
);
const floats = new Float32Array([...offset, 1 / 255, ...columns.flatMap(({ scale, b }) => [...scale, ...b])]);
const bytes = whole.flatMap((values) => [
  ...values.map((q) => q & 255),
  ...values.map((q) => (q >> 8) & 255),
]);
const pictures = [[0, 1, 2, 253, 254, 255], [128, 127, 3, 2, 1, 0]];
const content = Buffer.concat([Buffer.from(floats.buffer), Buffer.from([...bytes, ...pictures.flat()])]);
const packed = { sizes, images: { number: [4, 7] }, packed: deflateSync(content).toString("base64") };

test("what was packed is unpacked", async () => {
  const model = await unpacked(packed);
  assert.deepEqual(model.offset, offset);
  assert.equal(model.factor, Math.fround(1 / 255));
  assert.deepEqual(model.pictures, pictures);
  model.layers.forEach(({ W, b }, l) => {
    const scale = columns[l].scale.map(Math.fround);
    assert.deepEqual(b, columns[l].b.map(Math.fround));
    assert.deepEqual(W.flat(), whole[l].map((q, i) => q * scale[i % b.length]));
    assert.equal(W.length, sizes[l]);
  });
});

/** @type {(weaken: (l: number) => number) => Promise<{model: import("#model").Model, X: number[][]}>} */
async function weakened(weaken) {
  const model = await unpacked(packed);
  model.layers.forEach(({ W }, l) => W.forEach((row) => row.forEach((_, j) => (row[j] *= weaken(l)))));
  return { model, X: inputs(model, [200, 3, 90, 255, 0, 31]) };
}

test("the input gradient is the central difference of the score", async () => {
  const { model, X } = await weakened(() => 1e-3);
  for (const k of [0, 1, 2]) {
    const score = () => {
      const Z = forward(model.layers, X).outputs[2][0];
      return Z[k] - Z.reduce((sum, z) => sum + z, 0) / 3;
    };
    const found = evidence(model, forward(model.layers, X), k);
    assert.ok(Math.abs(found.score - score()) < 1e-12);
    assert.ok(found.gradient.some((value) => Math.abs(value) > 1e-2));
    X[0].forEach((x, i) => {
      X[0][i] = x + 1e-6;
      const above = score();
      X[0][i] = x - 1e-6;
      const below = score();
      X[0][i] = x;
      assert.ok(Math.abs((above - below) / 2e-6 - found.gradient[i]) < 1e-8);
      assert.equal(found.shares[i], x * found.gradient[i]);
    });
  }
});

test("the shares of pixels and biases make up the score", async () => {
  const { model, X } = await weakened(() => 1e-3);
  for (const k of [0, 1, 2]) {
    const { shares, biases, score } = evidence(model, forward(model.layers, X), k);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, biases) - score) < 1e-12);
    assert.ok(Math.abs(biases) > 1e-3);
  }
});
