interface Extent {
  offset: number;
  bytes: number;
}

/** Which stretches of a memory are free. Stretches are given out by the first place that fits, and joined when returned. */
export class FreeExtents {
  /** By rising offset; no two of them touch. */
  readonly #extents: Extent[];
  readonly #whole: Extent;

  constructor(offset: number, bytes: number) {
    this.#whole = { offset, bytes };
    this.#extents = [{ offset, bytes }];
  }

  /** Whether nothing is taken. */
  get isWhole(): boolean {
    const [first] = this.#extents;
    return first?.offset === this.#whole.offset && first.bytes === this.#whole.bytes;
  }

  /** @returns the offset of a stretch, undefined when none is long enough */
  take(bytes: number): number | undefined {
    const at = this.#extents.findIndex((extent) => extent.bytes >= bytes);
    const extent = this.#extents[at];
    if (extent === undefined) return undefined;
    const { offset } = extent;
    extent.offset += bytes;
    extent.bytes -= bytes;
    if (extent.bytes === 0) this.#extents.splice(at, 1);
    return offset;
  }

  /** Gives back a stretch that was taken. */
  giveBack(offset: number, bytes: number): void {
    const behind = this.#extents.findIndex((extent) => extent.offset > offset);
    const at = behind === -1 ? this.#extents.length : behind;
    this.#extents.splice(at, 0, { offset, bytes });
    this.#joinWithNext(at);
    this.#joinWithNext(at - 1);
  }

  #joinWithNext(at: number): void {
    const [extent, next] = [this.#extents[at], this.#extents[at + 1]];
    if (extent === undefined || next === undefined || extent.offset + extent.bytes !== next.offset) return;
    extent.bytes += next.bytes;
    this.#extents.splice(at + 1, 1);
  }
}
