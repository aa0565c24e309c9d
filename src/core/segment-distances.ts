import type { Pack } from './pack.ts';
import { similarityOf, toUnitLength } from './similarity.ts';

/** Of two segments one of which is all zero, as it may be in a raw vector: neither alike nor opposite. */
const DISTANCE_WITHOUT_DIRECTION = 1;

function distanceOf(first: Float32Array, second: Float32Array): number {
  const haveDirection = [first, second].every((segment) => segment.some((component) => component !== 0));
  if (!haveDirection) return DISTANCE_WITHOUT_DIRECTION;
  return 1 - similarityOf(toUnitLength(first), toUnitLength(second));
}

/** The cosine distances of two templates' segments, 0 (the same) to 2 (opposite), by the recogniser's name. */
export type SegmentDistances = Readonly<Record<string, number>>;

/**
 * How far two templates of a pack lie apart for each of its recognisers.
 * A segment that is all zero is at distance 1 of every other.
 *
 * @throws RangeError when a template has not the pack's dimensions
 */
export function segmentDistancesOf(
  pack: Pick<Pack, 'segments' | 'templateDimensions'>,
  first: Float32Array,
  second: Float32Array,
): SegmentDistances {
  for (const { length } of [first, second]) {
    if (length === pack.templateDimensions) continue;
    throw new RangeError(`a template of ${length} dimensions is not of this pack`);
  }
  return Object.fromEntries(
    pack.segments.map(({ name, start, dimensions }) => {
      const segment = (template: Float32Array) => template.slice(start, start + dimensions);
      return [name, distanceOf(segment(first), segment(second))];
    }),
  );
}
