/** Nearness to so many steps: what lies closer together than that may change places. */
const STEPS = 2 ** 32;
const PLACES = 2 ** 16;

/**
 * Partitions by falling nearness. One sort of numbers, because it is done for every search.
 *
 * @param nearness of each of at most 65,536, -2..2
 * @param count how many of them count
 * @returns their places
 */
export function nearestFirst(nearness: Float32Array, count: number): Uint16Array {
  const keys = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    keys[at] = Math.round(((2 - (nearness[at] ?? 0)) / 4) * STEPS) * PLACES + at;
  }
  keys.sort();
  return Uint16Array.from(keys, (key) => key % PLACES);
}
