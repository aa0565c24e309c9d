import type { NeighbourQuery } from '../../ports/face-index.ts';
import type { Candidate } from './messages.ts';
import { finalistsOf, shortlistOf, threadShortlistOf } from './parameters.ts';
import type { RowKeeper } from './row-keeper.ts';
import type { SpaceRows } from './space-rows.ts';
import type { ThreadQuestion } from './thread-crew.ts';

/** A search in some spaces, as the caller has asked for it. */
export interface Question {
  /** One or more, all of one family. */
  readonly spaces: readonly (readonly [name: string, rows: SpaceRows])[];
  readonly probe: Float32Array;
  readonly query: NeighbourQuery;
}

/** How many rows of the spaces each thread has. */
function sharesOf({ spaces }: Question): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (const [, rows] of spaces) {
    for (const { thread, alive } of rows.chunks()) shares.set(thread, (shares.get(thread) ?? 0) + alive);
  }
  return shares;
}

/** What each thread that has rows of the spaces is to be asked. */
export function questionsOf(keeper: RowKeeper, question: Question, id: number): readonly ThreadQuestion[] {
  const { spaces, probe, query } = question;
  const [first] = spaces;
  if (first === undefined) return [];
  const { family } = first[1];
  const shares = sharesOf(question);
  const rows = spaces.reduce((sum, [, { size }]) => sum + size, 0);
  const shortlist = shortlistOf(rows, query.limit);
  const common = {
    id,
    family,
    descriptor: keeper.descriptorOf(first[1]),
    probe,
    spaces: spaces.map(([, space]) => space.id),
    moment: keeper.moment,
    upToNumber: query.upToNumber,
    among: query.among === undefined ? undefined : Float64Array.from(query.among),
    finalists: finalistsOf(query.limit),
  };
  return Array.from(shares, ([thread, share]) => ({
    thread,
    query: { ...common, shortlist: threadShortlistOf(shortlist, rows, share) },
  }));
}

/** The most similar of all, and those whose similarity is not known. */
export function finalistsAmong(candidates: readonly Candidate[], limit: number): readonly Candidate[] {
  const unknown = candidates.filter(({ similarity }) => Number.isNaN(similarity));
  const known = candidates.filter(({ similarity }) => !Number.isNaN(similarity));
  known.sort((one, other) => other.similarity - one.similarity || one.faceNumber - other.faceNumber);
  return [...unknown, ...known.slice(0, limit)];
}

/** Why a search was given up. */
export function abortErrorOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('the search was given up', { cause: reason });
}
