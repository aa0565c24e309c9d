import type { ExhaustiveQuery } from './exhaustive-query.ts';
import type { Candidate } from './messages.ts';
import type { ThreadChunk } from './thread-chunk.ts';

/** Between two steps of about a millisecond: nine tenths of a thread's time are free. */
const PAUSE_MS = 9;

/** The exhaustive queries of a thread: worked on one after another, slowly, and while nothing else is to be done. */
export class ExhaustiveQueue {
  readonly #queries = new Map<number, ExhaustiveQuery>();
  readonly #isBusy: () => boolean;
  readonly #report: (id: number, candidates: readonly Candidate[]) => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param isBusy whether the thread has better things to do
   * @param report is told what a query has found when it is through; it is forgotten then
   */
  constructor(isBusy: () => boolean, report: (id: number, candidates: readonly Candidate[]) => void) {
    this.#isBusy = isBusy;
    this.#report = report;
  }

  add(query: ExhaustiveQuery): void {
    this.#queries.set(query.text.id, query);
  }

  begin(id: number): void {
    if (this.#queries.has(id)) this.#timer ??= setInterval(() => this.#turn(), PAUSE_MS);
  }

  cancel(id: number): void {
    this.#queries.delete(id);
  }

  /** Whether a query looks at a chunk. */
  uses(chunk: ThreadChunk): boolean {
    return Array.from(this.#queries.values()).some((query) => query.uses(chunk));
  }

  #turn(): void {
    const [query] = this.#queries.values();
    if (query === undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    if (this.#isBusy() || !query.step()) return;
    this.#queries.delete(query.text.id);
    this.#report(query.text.id, query.finish());
  }
}
