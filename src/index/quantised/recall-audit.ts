import type { Candidate } from './messages.ts';
import type { Question } from './named-rows.ts';
import { COMPARED_ONE_BY_ONE } from './parameters.ts';
import { finalistsAmong } from './question.ts';

/** Of so many searches the recall is told. */
const MOST_REMEMBERED = 200;
/** As far as people look. */
const MOST_COMPARED = 10;

/** What has been found out by audits. */
export interface AuditSummary {
  /** Searches that were compared with an exhaustive one. */
  readonly searches: number;
  /** Share of the right faces that the last of them have found, 0..1; undefined before the first. */
  readonly recall: number | undefined;
}

/** What an ordinary and an exhaustive search of the same rows have found, by 8-bit templates. */
export interface AuditedSearch {
  readonly found: readonly Candidate[];
  readonly right: readonly Candidate[];
}

/** Share of the most similar faces that were found, 0..1; faces as similar as the last of them count as well. */
export function recallOf({ found, right }: AuditedSearch, limit: number): number {
  const best = finalistsAmong(right, limit).filter(({ similarity }) => !Number.isNaN(similarity));
  const least = best.at(-1)?.similarity;
  if (least === undefined) return 1;
  const hits = found.filter(({ similarity }) => similarity >= least).length;
  return Math.min(1, hits / best.length);
}

/** Chooses searches, one at a time, to be compared with exhaustive ones, and remembers how much they have found. */
export class RecallAudit {
  readonly #percent: number;
  readonly #random: () => number;
  #recalls: number[] = [];
  #searches = 0;
  #isRunning = false;

  /** @param percent of the searches, 0 to 100 */
  constructor(percent: number, random: () => number = Math.random) {
    this.#percent = percent;
    this.#random = random;
  }

  get summary(): AuditSummary {
    const sum = this.#recalls.reduce((total, recall) => total + recall, 0);
    const recall = this.#recalls.length === 0 ? undefined : sum / this.#recalls.length;
    return { searches: this.#searches, recall };
  }

  /** Whether a search is to be audited. Small galleries are searched exhaustively anyway. */
  chooses({ spaces, query }: Question): boolean {
    if (this.#percent === 0 || this.#isRunning || query.among !== undefined) return false;
    const rows = spaces.reduce((sum, { size }) => sum + size, 0);
    return rows > COMPARED_ONE_BY_ONE && this.#random() * 100 < this.#percent;
  }

  /** @param search makes both searches; what makes them fail is of no interest */
  async run({ query }: Question, search: (limit: number) => Promise<AuditedSearch>): Promise<void> {
    this.#isRunning = true;
    const limit = Math.min(MOST_COMPARED, query.limit);
    try {
      this.#recalls = [...this.#recalls, recallOf(await search(limit), limit)].slice(-MOST_REMEMBERED);
      this.#searches += 1;
    } catch {
      // The index was closed or has failed: who searches hears of it.
    } finally {
      this.#isRunning = false;
    }
  }
}
