const BINS = 200_000;

function binOf(similarity: number): number {
  return Math.min(BINS, Math.max(0, Math.round(((similarity + 1) / 2) * BINS)));
}

/** Counts similarities, -1..1, rounded to 0.00001: millions of pairs in little memory. */
export class SimilarityHistogram {
  readonly #counts = new Float64Array(BINS + 1);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** @param weight what the pair counts for; the weights of all pairs add up to `total` */
  add(similarity: number, weight = 1): void {
    const bin = binOf(similarity);
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
    return this.#weightFromBin(binOf(similarity) + 1) / this.#total;
  }

  /** The weight of all pairs that reach or exceed a similarity. */
  weightFrom(similarity: number): number {
    return this.#weightFromBin(binOf(similarity));
  }

  /** Every similarity that occurs and its weight, the highest first. */
  *falling(): Generator<{ readonly similarity: number; readonly weight: number }> {
    for (let bin = BINS; bin >= 0; bin -= 1) {
      const weight = this.#counts[bin] ?? 0;
      if (weight > 0) yield { similarity: (bin / BINS) * 2 - 1, weight };
    }
  }

  #weightFromBin(from: number): number {
    let weight = 0;
    for (let bin = from; bin <= BINS; bin += 1) weight += this.#counts[bin] ?? 0;
    return weight;
  }
}
