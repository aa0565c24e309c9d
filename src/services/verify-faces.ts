import type { Key } from '../core/key.ts';
import { relativeDistanceOf } from '../core/match.ts';
import type { TemplateSegment } from '../core/pack.ts';
import { type Comparison, compareFaces } from './compare-faces.ts';
import { homePackOf } from './home-gallery.ts';
import type { ServicePorts } from './ports.ts';

export interface VerifyFacesCommand {
  /** The models are those of its gallery. */
  readonly key: Pick<Key, 'galleries'>;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

/** What one recogniser alone says of a pair. */
export interface RecogniserVerdict {
  readonly name: string;
  /** Cosine distance, 0 (the same) to 2 (opposite). */
  readonly distance: number;
  /** Undefined when nobody has measured from where on this recogniser alone can be believed. */
  readonly isMatch: boolean | undefined;
}

export interface Verification extends Comparison {
  /** See `relativeDistanceOf`: at most 1 for a match. */
  readonly relativeDistance: number;
  readonly isMatch: boolean;
  /** In the order of the pack. */
  readonly recognisers: readonly RecogniserVerdict[];
  /** How many recognisers say so, and how many can be asked. */
  readonly votes: { readonly matching: number; readonly asked: number };
}

/** A recogniser that makes the whole template says what the pack says. */
function saysMatch(
  { matchSimilarity, weight }: TemplateSegment,
  distance: number,
  isFusedMatch: boolean,
): boolean | undefined {
  if (weight === 1) return isFusedMatch;
  return matchSimilarity === undefined ? undefined : 1 - distance >= matchSimilarity;
}

/**
 * Do the leading faces of two photos show the same person? What decides is the fused similarity, which accepts more of
 * the right pairs than an equally strict vote of the recognisers (docs/accuracy.md); what each of them says is told
 * beside it.
 *
 * @throws Fault those of `compareFaces`
 */
export async function verifyFaces(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  { key, first, second }: VerifyFacesCommand,
): Promise<Verification> {
  const pack = await homePackOf(ports, key);
  const comparison = await compareFaces(ports, { first, second, pack: pack.id });
  const relativeDistance = relativeDistanceOf(pack.calibration, comparison.similarity, 1);
  const isMatch = relativeDistance <= 1;
  const recognisers = pack.segments.map((segment): RecogniserVerdict => {
    const distance = comparison.distances[segment.name] ?? 2;
    return { name: segment.name, distance, isMatch: saysMatch(segment, distance, isMatch) };
  });
  const asked = recognisers.filter((verdict) => verdict.isMatch !== undefined);
  const matching = asked.filter((verdict) => verdict.isMatch === true);
  const votes = { matching: matching.length, asked: asked.length };
  return { ...comparison, relativeDistance, isMatch, recognisers, votes };
}
