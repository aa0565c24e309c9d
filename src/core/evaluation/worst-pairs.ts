/** Two faces and how alike they are. */
export interface ComparedPair<Face> {
  /** Cosine, -1..1. */
  readonly similarity: number;
  readonly first: Face;
  readonly second: Face;
}

/** Keeps a bounded number of pairs, those furthest from what they ought to be. */
export class WorstPairs<Face> {
  readonly #limit: number;
  /** 1 when a high similarity is bad, -1 when a low one is. */
  readonly #sign: 1 | -1;
  /** The worst first. */
  readonly #pairs: ComparedPair<Face>[] = [];
  #bound = Number.NEGATIVE_INFINITY;

  constructor(bad: 'alike' | 'unlike', limit: number) {
    this.#sign = bad === 'alike' ? 1 : -1;
    this.#limit = limit;
  }

  /** The worst pair first. */
  get pairs(): readonly ComparedPair<Face>[] {
    return this.#pairs;
  }

  offer(similarity: number, first: Face, second: Face): void {
    if (similarity * this.#sign <= this.#bound) return;
    this.#pairs.splice(this.#placeOf(similarity), 0, { similarity, first, second });
    if (this.#pairs.length > this.#limit) this.#pairs.pop();
    const last = this.#pairs.at(-1);
    if (this.#pairs.length === this.#limit && last) this.#bound = last.similarity * this.#sign;
  }

  #placeOf(similarity: number): number {
    let [low, high] = [0, this.#pairs.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const there = this.#pairs[middle]?.similarity ?? similarity;
      if (there * this.#sign >= similarity * this.#sign) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The first pairs that share no key with one before: one photo or one couple that goes wrong again and again must
 * not hide all others.
 *
 * @param keysOf what the pair is counted under
 */
export function variedPairs<Face>(
  pairs: readonly ComparedPair<Face>[],
  keysOf: (pair: ComparedPair<Face>) => readonly string[],
  limit: number,
): ComparedPair<Face>[] {
  const seen = new Set<string>();
  const chosen: ComparedPair<Face>[] = [];
  for (const pair of pairs) {
    const keys = keysOf(pair);
    if (chosen.length === limit || keys.some((key) => seen.has(key))) continue;
    for (const key of keys) seen.add(key);
    chosen.push(pair);
  }
  return chosen;
}
