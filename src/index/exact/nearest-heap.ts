import type { Neighbour } from '../../ports/face-index.ts';

/** Whether the first belongs behind the second: less similar, or as similar with a higher number. */
function isWorse(first: Neighbour, second: Neighbour): boolean {
  if (first.similarity !== second.similarity) return first.similarity < second.similarity;
  return first.faceNumber > second.faceNumber;
}

/** Keeps the best of many neighbours in a heap with the worst of them on top. */
export class NearestHeap {
  readonly #limit: number;
  readonly #minSimilarity: number;
  readonly #heap: Neighbour[] = [];

  /** @param limit how many are kept, 1 or more */
  constructor(limit: number, minSimilarity: number) {
    this.#limit = limit;
    this.#minSimilarity = minSimilarity;
  }

  /** What is less similar than this need not be offered. */
  get floor(): number {
    const worst = this.#heap[0];
    return worst !== undefined && this.#heap.length === this.#limit ? worst.similarity : this.#minSimilarity;
  }

  offer(neighbour: Neighbour): void {
    if (neighbour.similarity < this.#minSimilarity) return;
    if (this.#heap.length < this.#limit) {
      this.#heap.push(neighbour);
      this.#rise(this.#heap.length - 1);
      return;
    }
    const worst = this.#heap[0];
    if (worst === undefined || !isWorse(worst, neighbour)) return;
    this.#heap[0] = neighbour;
    this.#sink();
  }

  /** Most similar first; equal ones by rising number. */
  sorted(): readonly Neighbour[] {
    return this.#heap.toSorted((first, second) => (isWorse(first, second) ? 1 : -1));
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorseAt(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isWorseAt(left + 1, left) ? left + 1 : left;
      if (!this.#isWorseAt(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #isWorseAt(first: number, second: number): boolean {
    const one = this.#heap[first];
    const other = this.#heap[second];
    return one !== undefined && other !== undefined && isWorse(one, other);
  }

  #swap(first: number, second: number): void {
    const one = this.#heap[first];
    const other = this.#heap[second];
    if (one === undefined || other === undefined) return;
    this.#heap[first] = other;
    this.#heap[second] = one;
  }
}
