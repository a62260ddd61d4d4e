/**
 * The best network, as workflow/report/embedded.py packed it, and what it makes of a picture.
 *
 * @import { Linear, Matrix, Pass } from "#network"
 * @typedef {{sizes: number[], images: {number: number[]}, packed: string}} Packed
 * @typedef {{offset: number[], factor: number, layers: Linear[], pictures: number[][]}} Model
 */

import { backward, each } from "#network";

/** @type {(packed: string) => Promise<ArrayBuffer>} from base64, inflated */
function inflated(packed) {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/** @type {(packed: Packed) => Promise<Model>} */
export async function unpacked({ sizes, images, packed }) {
  const buffer = await inflated(packed);
  let end = 0;
  /** @type {(n: number) => number[]} */
  const floats = (n) => [...new Float32Array(buffer, (end += 4 * n) - 4 * n, n)];
  /** @type {(n: number) => Uint8Array} */
  const bytes = (n) => new Uint8Array(buffer, (end += n) - n, n);

  const offset = floats(sizes[0]);
  const [factor] = floats(1);
  const columns = sizes.slice(1).map((width) => ({ scale: floats(width), b: floats(width) }));
  const layers = columns.map(({ scale, b }, l) => {
    const low = bytes(sizes[l] * b.length);
    const high = new Int8Array(bytes(low.length)); // of its 16 bits, the upper ones have the sign
    const row = (/** @type {number} */ start) =>
      scale.map((s, j) => (256 * high[start + j] + low[start + j]) * s);
    return { W: Array.from({ length: sizes[l] }, (_, i) => row(i * b.length)), b };
  });
  return { offset, factor, layers, pictures: images.number.map(() => [...bytes(sizes[0])]) };
}

/** @type {(model: Model, pixels: number[]) => Matrix} X = (pixels − offset) · factor, (1, D_in) */
export const inputs = ({ offset, factor }, pixels) => [offset.map((mean, i) => (pixels[i] - mean) * factor)];

/**
 * How the score of a class comes about, s = zₖ − 1/K Σⱼ zⱼ. As long as no ReLU switches, the network is
 * affine, so that s = Σᵢ xᵢ ∂s/∂xᵢ + Σ b ∂s/∂b: the shares of the pixels and those of all biases.
 * @typedef {{gradient: number[], shares: number[], biases: number, score: number}} Evidence
 * @type {(model: Model, pass: Pass, k: number) => Evidence}
 */
export function evidence({ layers }, pass, k) {
  const Z = pass.outputs[layers.length - 1];
  // ∂s/∂zⱼ = [j = k] − 1/K
  const dZ = each(Z, (_, n, j) => (j === k ? 1 : 0) - 1 / Z[n].length);
  const gradients = backward(layers, pass, dZ);
  const [X] = pass.inputs[0];
  const [gradient] = gradients[0].dX;
  return {
    gradient,
    shares: X.map((x, i) => x * gradient[i]),
    biases: sum(layers.flatMap(({ b }, l) => b.map((value, j) => value * gradients[l].db[j]))),
    score: sum(Z[0].map((z, j) => z * dZ[0][j])),
  };
}

/** @type {(values: number[]) => number} */
export const sum = (values) => values.reduce((total, value) => total + value, 0);
