const LANES = 4;

/** The next multiple of the number of sums that `dotProduct` keeps. */
export function paddedDimensions(dimensions: number): number {
  return Math.ceil(dimensions / LANES) * LANES;
}

/** A copy with zeros behind it, up to `paddedDimensions`. */
export function padded(vector: Float32Array): Float32Array {
  const copy = new Float32Array(paddedDimensions(vector.length));
  copy.set(vector);
  return copy;
}

/**
 * Inner product of a padded probe with the padded vector that begins at `offset`. Four sums, so that the processor
 * need not wait for one addition before it begins the next.
 */
export function dotProduct(vectors: Float32Array, offset: number, probe: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < probe.length; index += LANES) {
    const at = offset + index;
    first += (vectors[at] ?? 0) * (probe[index] ?? 0);
    second += (vectors[at + 1] ?? 0) * (probe[index + 1] ?? 0);
    third += (vectors[at + 2] ?? 0) * (probe[index + 2] ?? 0);
    fourth += (vectors[at + 3] ?? 0) * (probe[index + 3] ?? 0);
  }
  return first + second + (third + fourth);
}
