const BITS_PER_STEP = 32;
const LEAST_BITS = 256;
const MOST_BITS = 512;

/** Measured: the shortest that keep 0.999 of what the exact scan finds of a person, in a million faces too (docs/decisions/0011). */
const MEASURED_BITS: ReadonlyMap<string, number> = new Map([
  ['standard-2', 192],
  ['accurate-1', 192],
]);

/** Number, moments of coming and going, place in the file. */
const BYTES_BESIDE_CODE = 28;

/**
 * How many bits the codes of a pack's templates have, a multiple of 32: as measured, otherwise one for each dimension,
 * 256 to 512.
 */
export function codeBitsOf(packId: string, dimensions: number): number {
  const bits = Math.ceil(dimensions / BITS_PER_STEP) * BITS_PER_STEP;
  return MEASURED_BITS.get(packId) ?? Math.min(MOST_BITS, Math.max(LEAST_BITS, bits));
}

/** Memory that the index takes for a face beside its 8-bit template: its code, and what belongs to it (docs/scale.md). */
export function memoryBytesOfFace(packId: string, dimensions: number): number {
  return codeBitsOf(packId, dimensions) / 8 + BYTES_BESIDE_CODE;
}
