import type { Candidate } from './messages.ts';
import { namedRowsOf, namesFew, type Question } from './named-rows.ts';
import { finalistsOf, shortlistOf, threadShortlistOf } from './parameters.ts';
import type { RowKeeper } from './row-keeper.ts';
import type { ThreadQuestion } from './thread-crew.ts';

/** How many rows of the spaces each thread has. */
function sharesOf({ spaces }: Question): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (const { chunks } of spaces) {
    for (const { thread, alive } of chunks) shares.set(thread, (shares.get(thread) ?? 0) + alive);
  }
  return shares;
}

/** How many rows may be among those that are looked for. */
function candidatesOf({ spaces, query: { among } }: Question): number {
  const rows = spaces.reduce((sum, { size }) => sum + size, 0);
  return Math.min(rows, among?.length ?? rows);
}

/** Faces that are named may all be one thread's, and faces near a probe lie in few partitions, which few threads have. */
function shortlistsOf(question: Question): ReadonlyMap<number, number> {
  const { spaces, query } = question;
  const shares = sharesOf(question);
  const candidates = candidatesOf(question);
  const shortlist = shortlistOf(candidates, query.limit);
  const least = spaces.some(({ partitions }) => partitions > 0) ? Math.ceil(shortlist / 2) : 1;
  const rows = Array.from(shares.values()).reduce((sum, share) => sum + share, 0);
  const ofThread = (share: number) =>
    query.among === undefined ? Math.max(least, threadShortlistOf(shortlist, rows, share)) : shortlist;
  return new Map(Array.from(shares, ([thread, share]) => [thread, ofThread(share)]));
}

/** In memory that all threads share: to copy hundreds of thousands for each would hold the calling thread. */
function sharedNumbers(numbers: readonly number[]): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * numbers.length));
  shared.set(numbers);
  return shared;
}

/** What each thread that has rows of the spaces is to be asked. */
export function questionsOf(keeper: RowKeeper, question: Question, id: number): readonly ThreadQuestion[] {
  const { spaces, probe, query } = question;
  const [first] = spaces;
  if (first === undefined) return [];
  const isScan = !namesFew(question);
  const common = {
    id,
    family: first.family,
    descriptor: keeper.families.rowsOf(first.family).descriptor,
    probe,
    spaces: new Uint32Array(isScan ? spaces.map((space) => space.id) : []),
    isExhaustive: false,
    named: undefined,
    moment: keeper.moment,
    upToNumber: query.upToNumber,
    among: isScan && query.among !== undefined ? sharedNumbers(query.among) : undefined,
    finalists: finalistsOf(query.limit),
  };
  if (isScan) {
    return Array.from(shortlistsOf(question), ([thread, shortlist]) => ({
      thread,
      query: { ...common, shortlist },
    }));
  }
  return namedRowsOf(question, keeper.scanThreads).map((named, part) => ({
    thread: (id + part) % keeper.scanThreads,
    query: { ...common, named, shortlist: 1 },
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
