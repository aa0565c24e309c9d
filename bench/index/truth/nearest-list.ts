/** The nearest faces seen so far: nearest first, equal ones by rising number. */
export class NearestList {
  readonly faces: Uint32Array;
  readonly cosines: Float64Array;
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.faces = new Uint32Array(limit);
    this.cosines = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY);
  }

  get size(): number {
    return this.#size;
  }

  /** What a face must reach to get in. */
  get floor(): number {
    return this.cosines[this.#limit - 1] ?? Number.NEGATIVE_INFINITY;
  }

  offer(face: number, cosine: number): void {
    if (cosine < this.floor) return;
    let at = Math.min(this.#size, this.#limit - 1);
    if (this.#size === this.#limit && !this.#isBefore(face, cosine, at)) return;
    while (at > 0 && this.#isBefore(face, cosine, at - 1)) {
      this.faces[at] = this.faces[at - 1] ?? 0;
      this.cosines[at] = this.cosines[at - 1] ?? 0;
      at -= 1;
    }
    this.faces[at] = face;
    this.cosines[at] = cosine;
    this.#size = Math.min(this.#limit, this.#size + 1);
  }

  #isBefore(face: number, cosine: number, at: number): boolean {
    const other = this.cosines[at] ?? Number.NEGATIVE_INFINITY;
    return cosine > other || (cosine === other && face < (this.faces[at] ?? 0));
  }
}
