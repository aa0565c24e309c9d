import type { Candidate, RotatedMean } from './messages.ts';
import type { ThreadChunk } from './thread-chunk.ts';
import type { ThreadQuery } from './thread-query.ts';

/** How long one query is worked on before another has its turn. */
const SLICE_MS = 1;

/**
 * The queries of a thread, worked on in turn. Whatever one of them makes the thread read, all others that have to see it
 * see as well: so several queries of one gallery cost little more than one, and a small gallery does not wait for a
 * giant one.
 */
export class ScanQueue {
  readonly #queries = new Map<number, ThreadQuery>();
  readonly #report: (id: number, candidates: readonly Candidate[]) => void;
  #running = false;
  #turns = 0;

  /** @param report is told what a query has found when it is through; it is forgotten then */
  constructor(report: (id: number, candidates: readonly Candidate[]) => void) {
    this.#report = report;
  }

  /** Whether there is a query to work on. */
  get isBusy(): boolean {
    return this.#running;
  }

  add(query: ThreadQuery): void {
    this.#queries.set(query.text.id, query);
  }

  begin(id: number, mean: RotatedMean | undefined): void {
    const query = this.#queries.get(id);
    query?.begin(mean);
    if (query === undefined || this.#running) return;
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
    const begun = Array.from(this.#queries.values()).filter(({ hasBegun }) => hasBegun);
    this.#turns += 1;
    const query = this.#turns % 2 === 0 ? begun[0] : leastAdvanced(begun);
    if (query === undefined) {
      this.#running = false;
      return;
    }
    // Behind the others: a map keeps the order of coming.
    this.#queries.delete(query.text.id);
    this.#queries.set(query.text.id, query);
    this.#workOn(query, begun);
    setImmediate(() => this.#turn());
  }

  #workOn(query: ThreadQuery, begun: readonly ThreadQuery[]): void {
    const endsAtMs = performance.now() + SLICE_MS;
    const others = begun.filter((other) => other !== query);
    for (let run = query.seeNext(); run !== undefined; run = query.seeNext()) {
      for (const other of others) other.see(run);
      if (performance.now() > endsAtMs) break;
    }
    if (!query.isThrough) return;
    this.#queries.delete(query.text.id);
    this.#report(query.text.id, query.finish());
  }
}

/** New ones, which may be small, catch up with those that are far. */
function leastAdvanced(queries: readonly ThreadQuery[]): ThreadQuery | undefined {
  let [least] = queries;
  for (const query of queries) if (least && query.seenRuns < least.seenRuns) least = query;
  return least;
}
