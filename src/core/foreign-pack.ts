/** No name of a pack has a colon. */
const PREFIX = 'vectors:';

/**
 * What a gallery is bound to instead of a pack when it holds vectors that no pack of ours has made: all that is known of
 * them is how many numbers they have.
 */
export function foreignPackId(dimensions: number): string {
  return `${PREFIX}${dimensions}`;
}

/** How many numbers the vectors of such a gallery have; undefined when the id is a pack's. */
export function foreignDimensionsOf(packId: string): number | undefined {
  return packId.startsWith(PREFIX) ? Number(packId.slice(PREFIX.length)) : undefined;
}
