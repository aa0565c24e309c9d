import type { Candidate, QueryText } from './messages.ts';
import { type ComparedRow, comparedRowOf, compareRows } from './row-comparison.ts';
import type { ThreadChunk } from './thread-chunk.ts';
import { seesRow } from './thread-query.ts';

/** So that a step takes about a millisecond. */
const COMPONENTS_PER_STEP = 262_144;

/** Compares a probe with the 8-bit template of every face of a thread's share: slow, and nothing is missed. */
export class ExhaustiveQuery {
  readonly text: QueryText;
  readonly #chunks: ReadonlySet<ThreadChunk>;
  readonly #unseen: ThreadChunk[];
  readonly #rowsPerStep: number;
  #best: Candidate[] = [];
  #nextRow = 0;

  constructor(text: QueryText, chunks: readonly ThreadChunk[]) {
    this.text = text;
    this.#chunks = new Set(chunks);
    this.#unseen = [...chunks];
    this.#rowsPerStep = Math.max(1, Math.floor(COMPONENTS_PER_STEP / text.family.dimensions));
  }

  /** Whether a chunk is among those that it looks at, seen or not. */
  uses(chunk: ThreadChunk): boolean {
    return this.#chunks.has(chunk);
  }

  /** @returns whether nothing is left to do */
  step(): boolean {
    const last = this.#unseen.at(-1);
    if (last === undefined) return true;
    const to = Math.min(last.chunk.used, this.#nextRow + this.#rowsPerStep);
    this.#compare(last, this.#nextRow, to);
    this.#nextRow = to;
    if (to < last.chunk.used) return false;
    this.#unseen.pop();
    this.#nextRow = 0;
    return this.#unseen.length === 0;
  }

  /** The most similar of all, most similar first. */
  finish(): readonly Candidate[] {
    return this.#best;
  }

  #compare(owner: ThreadChunk, from: number, to: number): void {
    const { finalists } = this.text;
    const rows: ComparedRow[] = [];
    for (let row = from; row < to; row += 1) {
      if (seesRow(this.text, owner.chunk, row)) rows.push(comparedRowOf(owner, row));
    }
    const floor = this.#best.length < finalists ? -Infinity : (this.#best.at(-1)?.similarity ?? -Infinity);
    const found = compareRows(rows, this.text).filter(({ similarity }) => similarity > floor);
    this.#best = [...this.#best, ...found]
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, finalists);
  }
}
