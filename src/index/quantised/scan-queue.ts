import { ROWS_PER_BLOCK } from './chunk.ts';
import type { Candidate, RotatedMean } from './messages.ts';
import type { ThreadChunk, ThreadQuery } from './thread-query.ts';

/** How long one query is worked on before another has its turn. */
const SLICE_MS = 1;
/** So that the codes which several queries look at stay in the processor's cache. */
const CODE_BYTES_PER_RUN = 131_072;

/**
 * The queries of a thread, worked on in turn. Whatever one of them makes the thread read, all others that have to see it
 * see as well: so several queries of one gallery cost little more than one, and a small gallery does not wait for a
 * giant one.
 */
export class ScanQueue {
  readonly #queries = new Map<number, ThreadQuery>();
  readonly #report: (id: number, candidates: readonly Candidate[]) => void;
  #running = false;

  /** @param report is told what a query has found when it is through; it is forgotten then */
  constructor(report: (id: number, candidates: readonly Candidate[]) => void) {
    this.#report = report;
  }

  add(query: ThreadQuery): void {
    this.#queries.set(query.text.id, query);
  }

  begin(id: number, mean: RotatedMean | undefined): void {
    this.#queries.get(id)?.begin(mean);
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => this.#turn());
  }

  cancel(id: number): void {
    this.#queries.delete(id);
  }

  /** Whether a query looks at a chunk. */
  uses(chunk: ThreadChunk): boolean {
    return Array.from(this.#queries.values()).some((query) => query.uses(chunk));
  }

  #turn(): void {
    const query = Array.from(this.#queries.values()).find(({ hasBegun }) => hasBegun);
    if (query === undefined) {
      this.#running = false;
      return;
    }
    // Behind the others: a map keeps the order of coming.
    this.#queries.delete(query.text.id);
    this.#queries.set(query.text.id, query);
    this.#workOn(query);
    setImmediate(() => this.#turn());
  }

  #workOn(query: ThreadQuery): void {
    const endsAtMs = performance.now() + SLICE_MS;
    for (let chunk = query.nextChunk; chunk !== undefined; chunk = query.nextChunk) {
      this.#see(chunk);
      if (performance.now() > endsAtMs) break;
    }
    if (query.nextChunk !== undefined) return;
    this.#queries.delete(query.text.id);
    this.#report(query.text.id, query.finish());
  }

  #see(threadChunk: ThreadChunk): void {
    const { bits, used } = threadChunk.chunk;
    const blocks = Math.ceil(used / ROWS_PER_BLOCK);
    const step = Math.max(1, Math.floor(CODE_BYTES_PER_RUN / (4 * bits)));
    const queries = Array.from(this.#queries.values()).filter(
      (query) => query.hasBegun && query.takeUp(threadChunk),
    );
    for (let from = 0; from < blocks; from += step) {
      const run = { from, to: Math.min(blocks, from + step) };
      for (const query of queries) query.scan(threadChunk, run);
    }
  }
}
