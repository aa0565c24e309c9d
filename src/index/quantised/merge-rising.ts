/** Something with a number. */
interface Numbered {
  readonly number: number;
}

/** A run, and what comes next of it. */
interface Head<Item> {
  item: Item;
  readonly rest: Iterator<Item>;
}

/** A binary heap: the head with the least number is the first. */
class Heads<Item extends Numbered> {
  readonly #heads: Head<Item>[] = [];

  constructor(runs: Iterable<Iterable<Item>>) {
    for (const run of runs) {
      const rest = run[Symbol.iterator]();
      const next = rest.next();
      if (next.done !== true) this.#heads.push({ item: next.value, rest });
    }
    for (let at = this.#heads.length >> 1; at >= 0; at -= 1) this.#sink(at);
  }

  get first(): Item | undefined {
    return this.#heads[0]?.item;
  }

  /** Goes on to what comes after the first. */
  advance(): void {
    const head = this.#heads[0];
    if (head === undefined) return;
    const next = head.rest.next();
    if (next.done !== true) head.item = next.value;
    else {
      const last = this.#heads.pop();
      if (last !== undefined && last !== head) this.#heads[0] = last;
    }
    this.#sink(0);
  }

  #sink(from: number): void {
    const sinking = this.#heads[from];
    if (sinking === undefined) return;
    let at = from;
    for (let next = this.#lesserChild(at); next !== undefined; next = this.#lesserChild(at)) {
      const child = this.#heads[next];
      if (child === undefined || child.item.number >= sinking.item.number) break;
      this.#heads[at] = child;
      at = next;
    }
    this.#heads[at] = sinking;
  }

  #lesserChild(at: number): number | undefined {
    const [left, right] = [this.#heads[2 * at + 1], this.#heads[2 * at + 2]];
    if (left === undefined) return undefined;
    return right !== undefined && right.item.number < left.item.number ? 2 * at + 2 : 2 * at + 1;
  }
}

/** The items of several runs, each of rising numbers, by rising number. */
export function* mergedRising<Item extends Numbered>(runs: Iterable<Iterable<Item>>): Generator<Item> {
  const heads = new Heads(runs);
  for (let item = heads.first; item !== undefined; item = heads.first) {
    yield item;
    heads.advance();
  }
}
