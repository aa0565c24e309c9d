/** Resolution of the table of normal numbers: 16 bits of a draw choose an entry. */
const TABLE_BITS = 16;
const TABLE_ENTRIES = 2 ** TABLE_BITS;
const STEP = 1e-4;
const FARTHEST = 6;
const WARM_UP_DRAWS = 12;

/** Entry k is the normal number below which a share of (k + 1/2) / 65,536 lies; at most some 4.2 from 0. */
function normalQuantiles(): Float32Array {
  const table = new Float32Array(TABLE_ENTRIES);
  let share = 0;
  let entry = 0;
  for (let at = -FARTHEST; entry < TABLE_ENTRIES && at < FARTHEST; at += STEP) {
    share += (STEP * Math.exp((-at * at) / 2)) / Math.sqrt(2 * Math.PI);
    while (entry < TABLE_ENTRIES && share >= (entry + 0.5) / TABLE_ENTRIES) table[entry++] = at;
  }
  return table;
}

const NORMAL = normalQuantiles();

/**
 * Numbers that look random and depend on nothing but the three words (Chris Doty-Humphrey's small fast counter, 128
 * bits of state), so that every face can be made again without those before it.
 */
export class RandomStream {
  #first: number;
  #second: number;
  #third: number;
  #counter = 1;

  constructor(seed: number, kind: number, index: number) {
    this.#first = seed | 0;
    this.#second = kind | 0;
    this.#third = index | 0;
    for (let draw = 0; draw < WARM_UP_DRAWS; draw += 1) this.next();
  }

  /** 32 bits, signed. */
  next(): number {
    const drawn = (this.#first + this.#second + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#first = this.#second ^ (this.#second >>> 9);
    this.#second = (this.#third + (this.#third << 3)) | 0;
    this.#third = ((this.#third << 21) | (this.#third >>> 11)) + drawn;
    this.#third |= 0;
    return drawn;
  }

  /** A whole number from 0 to below `bound`, which is at most 2 ** 32. */
  below(bound: number): number {
    return Math.floor(((this.next() >>> 0) / 2 ** 32) * bound);
  }

  /** Adds normal numbers (mean 0), times `scale`, to an even number of components. */
  addNormal(scale: number, into: Float32Array): void {
    for (let at = 0; at < into.length; at += 2) {
      const drawn = this.next();
      into[at] = (into[at] ?? 0) + scale * (NORMAL[drawn & 0xffff] ?? 0);
      into[at + 1] = (into[at + 1] ?? 0) + scale * (NORMAL[drawn >>> 16] ?? 0);
    }
  }

  /** One normal number. */
  normal(): number {
    return NORMAL[this.next() >>> 16] ?? 0;
  }
}
