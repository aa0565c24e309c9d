/**
 * Cosine of two templates of unit length: 1 for the same direction, -1 for the opposite.
 * Both must have the same number of dimensions.
 *
 * @throws RangeError when the dimensions differ.
 */
export function similarityOf(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length) {
    throw new RangeError(`templates of ${first.length} and ${second.length} dimensions cannot be compared`);
  }
  let dot = 0;
  for (let index = 0; index < first.length; index += 1) dot += (first[index] ?? 0) * (second[index] ?? 0);
  return Math.min(1, Math.max(-1, dot));
}

/**
 * A copy scaled to unit length (L2).
 *
 * @throws RangeError when the vector has no direction: all zero, or a component that is not finite.
 */
export function toUnitLength(vector: Float32Array): Float32Array {
  let sumOfSquares = 0;
  for (const component of vector) sumOfSquares += component * component;
  const length = Math.sqrt(sumOfSquares);
  if (!Number.isFinite(length) || length === 0) throw new RangeError('the vector has no direction');
  return vector.map((component) => component / length);
}
