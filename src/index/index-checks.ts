import type { NeighbourQuery } from '../ports/face-index.ts';

/** @throws RangeError when a vector is empty or a component is not finite */
export function requireFinite(vector: Float32Array): void {
  if (vector.length === 0) throw new RangeError('a template needs at least one dimension');
  for (const component of vector) {
    if (!Number.isFinite(component)) throw new RangeError('a template has a component that is not finite');
  }
}

/** @throws RangeError when a vector has other dimensions than those of a space */
export function requireSameDimensions(dimensions: number, vector: Float32Array): void {
  if (vector.length === dimensions) return;
  throw new RangeError(`this gallery has ${dimensions} dimensions, the template ${vector.length}`);
}

/**
 * Makes sure that a query can be answered, and is still wanted.
 *
 * @throws RangeError when the limit is below 1 or a component of the probe is not finite; the signal's reason
 */
export function requireAnswerable(probe: Float32Array, { limit, signal }: NeighbourQuery): void {
  requireFinite(probe);
  if (!(limit >= 1)) throw new RangeError('the limit must be 1 or more');
  signal?.throwIfAborted();
}
