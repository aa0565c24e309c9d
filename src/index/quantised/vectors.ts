import { MOST_DIMENSIONS } from './family.ts';

/** @throws RangeError when a vector is empty or too long, or a component is not finite */
export function requireFinite(vector: Float32Array): void {
  if (vector.length === 0) throw new RangeError('a template needs at least one dimension');
  if (vector.length > MOST_DIMENSIONS) {
    throw new RangeError(`a template has at most ${MOST_DIMENSIONS} dimensions`);
  }
  for (const component of vector) {
    if (!Number.isFinite(component)) throw new RangeError('a template has a component that is not finite');
  }
}

/** @throws RangeError when a vector has other dimensions than those of a space */
export function requireSameDimensions(dimensions: number, vector: Float32Array): void {
  if (vector.length === dimensions) return;
  throw new RangeError(`this gallery has ${dimensions} dimensions, the template ${vector.length}`);
}
