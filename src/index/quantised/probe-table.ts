const COMPONENTS_PER_GROUP = 4;
const ENTRIES = 16;
/** So that eight entries can be added in a byte; see the kernel. */
const LARGEST_ENTRY = 31;

/** Sum of the components of a group, those whose bit is not set counted negative. */
function signedSum(components: Float32Array, group: number, bits: number): number {
  let sum = 0;
  for (let at = 0; at < COMPONENTS_PER_GROUP; at += 1) {
    const component = components[group * COMPONENTS_PER_GROUP + at] ?? 0;
    sum += ((bits >> at) & 1) === 1 ? component : -component;
  }
  return sum;
}

function reachOf(components: Float32Array, group: number): number {
  let reach = 0;
  for (let at = 0; at < COMPONENTS_PER_GROUP; at += 1) {
    reach += Math.abs(components[group * COMPONENTS_PER_GROUP + at] ?? 0);
  }
  return reach;
}

/**
 * What each group of a code says for a probe: the inner product of the probe's components with the group's signs, in
 * steps so that the widest group has 0 to 31. The sum over the groups rises with the estimated similarity (an inner
 * product of a real vector with signs, as in Gao and Long, "RaBitQ", 2024).
 *
 * @param probe rotated; its length is the number of bits of a code
 * @param table 16 entries for each group
 */
export function fillProbeTable(probe: Float32Array, table: Uint8Array): void {
  const groups = probe.length / COMPONENTS_PER_GROUP;
  let widest = 0;
  for (let group = 0; group < groups; group += 1) widest = Math.max(widest, reachOf(probe, group));
  const factor = widest === 0 ? 0 : LARGEST_ENTRY / (2 * widest);
  for (let group = 0; group < groups; group += 1) {
    const reach = reachOf(probe, group);
    for (let bits = 0; bits < ENTRIES; bits += 1) {
      table[group * ENTRIES + bits] = Math.round((signedSum(probe, group, bits) + reach) * factor);
    }
  }
}
