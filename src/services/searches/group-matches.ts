import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { Calibration } from '../../core/score.ts';
import { similarityOf } from '../../core/similarity.ts';
import { similarityAtRate } from '../../core/thresholds.ts';

/** Two faces that strangers would be this like at most once in so many pairs are one person's. */
const SAME_PERSON_FALSE_MATCH_RATE = 1e-4;

/** So many rows of comparisons are made in less than ten milliseconds. */
const ROWS_PER_TURN = 8;

/** A match that is to be put into a group. */
export interface GroupableMatch {
  readonly template: Float32Array;
  /** Of the photo's file, if there is one. */
  readonly sha256?: string | undefined;
}

export interface MatchGroup {
  /** Numbered from 0 in the order of the first match of each. */
  readonly group: number;
  /** The position, from 0, of the first match that shows the same picture, if that is another. */
  readonly duplicateOf?: number;
}

/** Sets that can only grow together; each is known by its first member. */
class UnionFind {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, position) => position);
  }

  firstOf(position: number): number {
    let first = position;
    for (let parent = this.#parents[first]; parent !== undefined && parent !== first; ) {
      first = parent;
      parent = this.#parents[first];
    }
    this.#parents[position] = first;
    return first;
  }

  unite(one: number, other: number): void {
    const [first, second] = [this.firstOf(one), this.firstOf(other)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }
}

/**
 * Which of these matches show the same person, and which the same picture.
 *
 * @param matches best first; their templates are of the pack of the calibration
 */
export async function groupMatches(
  matches: readonly GroupableMatch[],
  calibration: Calibration,
): Promise<readonly MatchGroup[]> {
  const samePerson = similarityAtRate(calibration, SAME_PERSON_FALSE_MATCH_RATE) ?? Number.POSITIVE_INFINITY;
  const people = new UnionFind(matches.length);
  const pictures = new UnionFind(matches.length);
  for (const [position, match] of matches.entries()) {
    if (position % ROWS_PER_TURN === ROWS_PER_TURN - 1) await turnOfOthers();
    for (const [better, other] of matches.slice(0, position).entries()) {
      const similarity = similarityOf(match.template, other.template);
      if (similarity >= samePerson) people.unite(better, position);
      const isSameFile = match.sha256 !== undefined && match.sha256 === other.sha256;
      if (similarity >= calibration.samePhotoSimilarity || isSameFile) {
        pictures.unite(better, position);
      }
    }
  }
  const numbers = new Map<number, number>();
  return matches.map((_, position) => {
    const first = people.firstOf(position);
    const group = numbers.get(first) ?? numbers.size;
    numbers.set(first, group);
    const picture = pictures.firstOf(position);
    return { group, ...(picture !== position && { duplicateOf: picture }) };
  });
}
