import type { Pack } from './pack.ts';
import { similarityOf, toUnitLength } from './similarity.ts';

/** The cosine distances of two templates' segments, 0 (the same) to 2 (opposite), by the recogniser's name. */
export type SegmentDistances = Readonly<Record<string, number>>;

/**
 * How far two templates of a pack lie apart for each of its recognisers.
 *
 * @throws RangeError when a template has not the pack's dimensions, or a segment has no direction
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
      const segment = (template: Float32Array) => toUnitLength(template.slice(start, start + dimensions));
      return [name, 1 - similarityOf(segment(first), segment(second))];
    }),
  );
}
