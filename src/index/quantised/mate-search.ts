import type { Candidate, QueryText } from './messages.ts';
import { shortlistOf } from './parameters.ts';
import type { GroupPlan } from './partition-messages.ts';
import type { Rotator } from './rotator.ts';
import type { RowsToGroup } from './rows-to-group.ts';
import type { SampledRows } from './sampled-rows.ts';
import { type StrangerSimilarity, strangerSimilarityOf } from './stranger-similarity.ts';
import { ThreadQuery } from './thread-query.ts';

/** Searches that share a pass over the codes. */
const TOGETHER = 16;
/** The most similar rows that a search looks at, its own among them. */
const MOST_MATES = 32;
/** Of the way from strangers to the same picture: what is nearer is another copy of it, and no other photo. */
const COPY_FROM = 0.98;

/** What a sampled row has found. */
export interface FoundMates {
  /** Which of the sample. */
  readonly probe: number;
  /** Positions of rows. */
  readonly positions: readonly number[];
}

export interface MateSearchTools {
  readonly kernel: WebAssembly.Module;
  readonly rotator: Rotator;
  readonly plan: GroupPlan;
}

/** What one query has yet to see, all do: so that codes are read once. */
function seeTogether(query: ThreadQuery, queries: readonly ThreadQuery[]): void {
  const others = queries.filter((other) => other !== query);
  for (let run = query.seeNext(); run !== undefined; run = query.seeNext()) {
    for (const other of others) other.see(run);
  }
}

/** Searches all rows for other photos of the people of sampled ones: those that are nearer than strangers come. */
export class MateSearch {
  readonly #tools: MateSearchTools;
  readonly #rows: RowsToGroup;
  readonly #sample: SampledRows;
  readonly #strangers: StrangerSimilarity;

  constructor(tools: MateSearchTools, rows: RowsToGroup, sample: SampledRows) {
    this.#tools = tools;
    this.#rows = rows;
    this.#sample = sample;
    this.#strangers = strangerSimilarityOf(tools.kernel, sample, rows.count);
  }

  /** Searches with all of the sample. */
  *find(): Generator<FoundMates> {
    for (let from = 0; from < this.#sample.count; from += TOGETHER) {
      const length = Math.min(TOGETHER, this.#sample.count - from);
      const queries = Array.from({ length }, (_, at) => this.#query(from + at));
      for (const query of queries) {
        seeTogether(query, queries);
        yield { probe: query.text.id, positions: this.#matesAmong(query.finish()) };
      }
    }
  }

  #matesAmong(candidates: readonly Candidate[]): readonly number[] {
    const { mean, nearest } = this.#strangers;
    const copy = mean + COPY_FROM * (1 - mean);
    return candidates
      .filter(({ similarity }) => similarity > nearest && similarity < copy)
      .map(({ faceNumber }) => this.#rows.positionOf(faceNumber))
      .filter((position) => position !== undefined);
  }

  #query(probeAt: number): ThreadQuery {
    const { family, descriptor, mean, moment } = this.#tools.plan;
    const probe = new Float32Array(family.dimensions);
    this.#sample.write(probeAt, probe);
    const text: QueryText = {
      id: probeAt,
      family,
      descriptor,
      probe,
      spaces: new Uint32Array(0),
      isExhaustive: false,
      named: undefined,
      moment,
      upToNumber: undefined,
      among: undefined,
      shortlist: shortlistOf(this.#rows.count, MOST_MATES),
      finalists: MOST_MATES,
    };
    const query = new ThreadQuery(text, this.#rows.chunks, this.#tools.rotator);
    query.begin(mean);
    return query;
  }
}
