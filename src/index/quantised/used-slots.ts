import { SnapshotDamage } from './snapshot-text.ts';

/** Which places of a file of 8-bit templates are in use, while a snapshot is read. */
export class UsedSlots {
  readonly #used: Uint8Array;
  #next = 0;

  /** @param capacity how many rows the file has */
  constructor(capacity: number) {
    this.#used = new Uint8Array(capacity);
  }

  /** @throws SnapshotDamage when the file has no such place, or it is in use */
  use(slots: Uint32Array): void {
    for (const slot of slots) {
      if (slot >= this.#used.length) throw new SnapshotDamage('the file of templates is too short');
      if (this.#used[slot] === 1) throw new SnapshotDamage('two faces have one place');
      this.#used[slot] = 1;
      if (slot >= this.#next) this.#next = slot + 1;
    }
  }

  /** All from here on are free. */
  get next(): number {
    return this.#next;
  }

  /** Those before `next` that are free. */
  free(): Uint32Array<ArrayBuffer> {
    let count = 0;
    for (let slot = 0; slot < this.#next; slot += 1) count += 1 - (this.#used[slot] ?? 0);
    const free = new Uint32Array(count);
    for (let slot = 0, at = 0; slot < this.#next; slot += 1) {
      if (this.#used[slot] === 1) continue;
      free[at] = slot;
      at += 1;
    }
    return free;
  }
}
