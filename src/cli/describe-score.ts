import { z } from 'zod';
import type { Box } from '../core/geometry.ts';
import type { Band, Score } from '../core/score.ts';

/** A band in JSON. */
export const bandSchema = z.enum(['certain', 'confident', 'uncertain', 'weak', 'none']);

const MEANINGS: Readonly<Record<Band, string>> = {
  certain: 'almost certainly the same person.',
  confident: 'very probably the same person.',
  uncertain: 'possibly the same person; look for yourself.',
  weak: 'a resemblance, no more.',
  none: 'no sign that this is the same person.',
};

const count = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** What a band means, in words. */
export function describeBand(band: Band): string {
  return MEANINGS[band];
}

function oneIn(rate: number): string {
  return count.format(Math.round(1 / rate));
}

/** How far a score is to be trusted when two photos are compared, as a sentence. */
export function describeFalseMatches(score: Score): string {
  if (score.score === 100) return 'The two are copies of the same picture.';
  const { falseMatchRate: rate } = score;
  if (rate > 0.5) return 'Most pairs of strangers look at least this much alike.';
  const estimate = score.extrapolated ? ' (an estimate: this lies beyond what was measured)' : '';
  return `Of ${oneIn(rate)} pairs of strangers about one looks this much alike${estimate}.`;
}

/** How many strangers this similar a search of the gallery is to be expected to show, in words. */
export function describeExpectedStrangers(score: Score): string {
  if (score.score === 100) return 'a copy of the same picture';
  const { expectedStrangers: strangers } = score;
  if (strangers >= 1.5) return `expect about ${count.format(strangers)} strangers this similar`;
  if (strangers >= 0.7) return 'expect about one stranger this similar';
  if (strangers < 1e-9) return 'a stranger this similar is next to impossible';
  return `a stranger this similar in about one of ${oneIn(strangers)} searches`;
}

/** Where a face is, such as `120x150 at 30,40` (width, height, left, top in pixels). */
export function describeBox(box: Box): string {
  const [width, height, left, top] = [box.width, box.height, box.left, box.top].map(Math.round);
  return `${width}x${height} at ${left},${top}`;
}
