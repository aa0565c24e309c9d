const BINS = 200_000;

/** Counts similarities, -1..1, in bins of 0.00001: millions of pairs in little memory. */
export class SimilarityHistogram {
  readonly #counts = new Float64Array(BINS + 1);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** @param weight what the pair counts for; the weights of all pairs add up to `total` */
  add(similarity: number, weight = 1): void {
    const bin = Math.min(BINS, Math.max(0, Math.round(((similarity + 1) / 2) * BINS)));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + weight;
    this.#total += weight;
  }

  /** The similarity that this share of all pairs reach or exceed. */
  similarityAt(share: number): number {
    let left = share * this.#total;
    for (let bin = BINS; bin >= 0; bin -= 1) {
      left -= this.#counts[bin] ?? 0;
      if (left <= 0) return (bin / BINS) * 2 - 1;
    }
    return -1;
  }

  /** The share of all pairs that exceed a similarity. */
  shareAbove(similarity: number): number {
    const from = Math.round(((similarity + 1) / 2) * BINS) + 1;
    let above = 0;
    for (let bin = from; bin <= BINS; bin += 1) above += this.#counts[bin] ?? 0;
    return above / this.#total;
  }
}
