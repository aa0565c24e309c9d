import { Matrix, solve } from 'ml-matrix';

/** Strength of the ridge: keeps factors small that few examples speak for. */
const RIDGE = 4e-5;
const NEWTON_STEPS = 20;

/** Factors of a logistic regression; the last one is the offset. */
export function fitLogistic(examples: readonly Float64Array[], labels: readonly boolean[]): Float64Array {
  const size = (examples[0]?.length ?? 0) + 1;
  const rows = examples.map((example) => Float64Array.of(...example, 1));
  let factors = new Float64Array(size);
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    const gradient = factors.map((factor, index) => (index === size - 1 ? 0 : RIDGE * factor));
    const curvature = new Float64Array(size * size);
    rows.forEach((row, index) => {
      const probability = probabilityOf(factors, row);
      const error = (probability - (labels[index] === true ? 1 : 0)) / rows.length;
      const spread = (probability * (1 - probability)) / rows.length;
      for (let first = 0; first < size; first += 1) {
        const value = row[first] ?? 0;
        gradient[first] = (gradient[first] ?? 0) + error * value;
        for (let second = 0; second < size; second += 1) {
          const at = first * size + second;
          curvature[at] = (curvature[at] ?? 0) + spread * value * (row[second] ?? 0);
        }
      }
    });
    const matrix = Matrix.from1DArray(size, size, [...curvature]);
    for (let at = 0; at < size; at += 1) matrix.set(at, at, matrix.get(at, at) + RIDGE);
    const change = solve(matrix, Matrix.columnVector([...gradient]));
    factors = factors.map((factor, index) => factor - change.get(index, 0));
  }
  return factors;
}

/** @param row the example, and a 1 for the offset */
export function probabilityOf(factors: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < row.length; index += 1) sum += (factors[index] ?? 0) * (row[index] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}
