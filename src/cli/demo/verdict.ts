import { type Box, intersectionOverUnion } from '../../core/geometry.ts';
import type { RankedMatch } from '../ranked-match.ts';

const SAME_PLACE_OVERLAP = 0.3;

/** Whether the search has found what it had to find. */
export interface Verdict {
  readonly copies: number;
  readonly copiesFound: number;
  /** Whether every copy was found and stands above every face of somebody else. */
  readonly passed: boolean;
}

/**
 * Judges a ranking in which it is known where the searched face is: other faces, in the copies too, are
 * strangers.
 *
 * @param originalName the photo that the face was cut out of
 * @param places where the face is in the original and in each copy, by the name of the photo
 */
export function judge(
  matches: readonly RankedMatch[],
  originalName: string,
  places: ReadonlyMap<string, Box>,
): Verdict {
  const isSamePerson = ({ photo, box }: RankedMatch): boolean => {
    const place = places.get(photo);
    return place !== undefined && box !== undefined && intersectionOverUnion(place, box) > SAME_PLACE_OVERLAP;
  };
  const found = new Set(matches.filter(isSamePerson).map(({ photo }) => photo));
  const firstStranger = matches.findIndex((match) => !isSamePerson(match));
  const aboveStrangers = new Set(
    matches.slice(0, firstStranger === -1 ? matches.length : firstStranger).map(({ photo }) => photo),
  );
  const copies = places.size - 1;
  const copiesFound = found.has(originalName) ? found.size - 1 : found.size;
  return { copies, copiesFound, passed: aboveStrangers.size === places.size };
}

/** The verdict in words. */
export function describeVerdict({ copies, copiesFound, passed }: Verdict): string {
  if (passed) return `${copies === 1 ? '1 copy' : `${copies} copies`} found, all above every stranger.`;
  if (copiesFound < copies) return `Only ${copiesFound} of ${copies} altered copies were found.`;
  return 'All altered copies were found, but a stranger stands above one of them.';
}
