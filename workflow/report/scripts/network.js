/**
 * The network of `mlp`, in JavaScript: forward pass, loss and back-propagation, in float64.
 *
 * The notation is that of `mlp/__init__.py`: X (N, D_in), W (D_in, D_out), Z = X W + b, dQ = ∂L/∂Q.
 * A matrix is an array of its rows.
 *
 * @typedef {number[][]} Matrix
 * @typedef {{W: Matrix, b: number[]}} Linear
 * @typedef {{inputs: Matrix[], outputs: Matrix[]}} Pass what enters and what leaves each linear layer
 */

/**
 * A B: (N, D) (D, K) → (N, K), as sums of the rows of B, which lie in memory in this order.
 * @type {(A: Matrix, B: Matrix) => Matrix}
 */
export const product = (A, B) =>
  A.map((row) => {
    const sums = B[0].map(() => 0);
    row.forEach((value, i) => {
      const other = B[i];
      for (let j = 0; j < sums.length; j++) sums[j] += value * other[j];
    });
    return sums;
  });

/** @type {(A: Matrix, B: Matrix) => Matrix} A Bᵀ: (N, D) (K, D)ᵀ → (N, K), without a copy of Bᵀ */
export const timesTransposed = (A, B) =>
  A.map((row) => B.map((other) => row.reduce((sum, value, i) => sum + value * other[i], 0)));

/** @type {(A: Matrix) => Matrix} Aᵀ */
export const transposed = (A) => A[0].map((_, column) => A.map((row) => row[column]));

/** @type {(A: Matrix, change: (value: number, row: number, column: number) => number) => Matrix} */
export const each = (A, change) => A.map((row, n) => row.map((value, j) => change(value, n, j)));

/** @type {(Z: Matrix) => Matrix} A = max(Z, 0) */
export const relu = (Z) => each(Z, (z) => Math.max(z, 0));

/**
 * X (N, D_in) through all layers, with a ReLU between two of them.
 * @type {(layers: Linear[], X: Matrix) => Pass}
 */
export function forward(layers, X) {
  /** @type {Pass} */
  const pass = { inputs: [], outputs: [] };
  for (const { W, b } of layers) {
    const A = pass.inputs.length ? relu(pass.outputs[pass.outputs.length - 1]) : X;
    pass.inputs.push(A);
    // Z = A W + b
    pass.outputs.push(each(product(A, W), (z, _, j) => z + b[j]));
  }
  return pass;
}

/** @type {(Z: Matrix) => Matrix} P = exp(Z) / Σ exp(Z), row by row */
export function softmax(Z) {
  return Z.map((row) => {
    const highest = Math.max(...row);
    const powers = row.map((z) => Math.exp(z - highest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
}

/** @type {(Z: Matrix, labels: number[]) => number} L = 1/N Σₙ (log Σₖ exp(Zₙₖ) − Zₙ[labelₙ]) */
export function crossEntropy(Z, labels) {
  const losses = Z.map((row, n) => {
    const highest = Math.max(...row);
    return Math.log(row.reduce((sum, z) => sum + Math.exp(z - highest), 0)) + highest - row[labels[n]];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / Z.length;
}

/**
 * From dZ of the last layer, (N, K), back through all layers.
 * @type {(layers: Linear[], pass: Pass, dZ: Matrix) => {dW: Matrix, db: number[], dX: Matrix}[]}
 */
export function backward(layers, pass, dZ) {
  const gradients = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    // dX = dZ Wᵀ
    const dX = timesTransposed(dZ, layers[l].W);
    gradients.unshift({
      dW: product(transposed(pass.inputs[l]), dZ), // dW = Xᵀ dZ
      db: dZ[0].map((_, j) => dZ.reduce((sum, row) => sum + row[j], 0)), // db = Σₙ dZₙ
      dX,
    });
    // dZ = dA ⊙ [Z > 0]
    if (l) dZ = each(dX, (value, n, j) => (pass.outputs[l - 1][n][j] > 0 ? value : 0));
  }
  return gradients;
}
