const BITS_PER_STEP = 32;
const LEAST_BITS = 256;
const MOST_BITS = 512;

/** Measured: the shortest that keep 0.999 of what the exact scan finds of a person, in a million faces too (docs/decisions/0011). */
const MEASURED_BITS: ReadonlyMap<string, number> = new Map([
  ['standard-2', 192],
  ['accurate-1', 192],
]);

/**
 * How many bits the codes of a pack's templates have, a multiple of 32: as measured, otherwise one for each dimension,
 * 256 to 512.
 */
export function codeBitsOf(packId: string, dimensions: number): number {
  const bits = Math.ceil(dimensions / BITS_PER_STEP) * BITS_PER_STEP;
  return MEASURED_BITS.get(packId) ?? Math.min(MOST_BITS, Math.max(LEAST_BITS, bits));
}
