import type { NeighbourQuery } from '../../ports/face-index.ts';
import type { NamedRows } from './messages.ts';
import { NAMED_ONE_BY_ONE } from './parameters.ts';
import type { SpaceRows } from './space-rows.ts';

/** A search in some spaces, as the caller has asked for it. */
export interface Question {
  /** One or more, all of one family. */
  readonly spaces: readonly SpaceRows[];
  readonly probe: Float32Array;
  readonly query: NeighbourQuery;
}

/** Fewer are not worth another thread. */
const LEAST_PER_THREAD = 256;

interface NamedRow {
  readonly slot: number;
  readonly faceNumber: number;
  readonly space: number;
}

function rowsOf({ spaces, query }: Question): NamedRow[] {
  const { among = [], upToNumber = Number.POSITIVE_INFINITY } = query;
  const wanted = among.filter((faceNumber) => faceNumber <= upToNumber);
  return spaces.flatMap((space) =>
    wanted.flatMap((faceNumber) => {
      const reference = space.find(faceNumber);
      if (reference === undefined) return [];
      const slot = reference.owner.chunk.slots[reference.row] ?? 0;
      return [{ slot, faceNumber, space: space.id }];
    }),
  );
}

function packed(rows: readonly NamedRow[]): NamedRows {
  return {
    slots: Uint32Array.from(rows, ({ slot }) => slot),
    faceNumbers: Float64Array.from(rows, ({ faceNumber }) => faceNumber),
    spaces: Uint32Array.from(rows, ({ space }) => space),
  };
}

/** Whether a question names so few faces that they are compared one by one. */
export function namesFew({ spaces, query: { among } }: Question): boolean {
  return among !== undefined && among.length * spaces.length <= NAMED_ONE_BY_ONE;
}

/** The rows of the faces that a question names, shared out to threads; neighbouring ones to the same. */
export function namedRowsOf(question: Question, threads: number): readonly NamedRows[] {
  const rows = rowsOf(question).sort((one, other) => one.slot - other.slot);
  const share = Math.max(LEAST_PER_THREAD, Math.ceil(rows.length / threads));
  const parts: NamedRows[] = [];
  for (let from = 0; from < rows.length; from += share) parts.push(packed(rows.slice(from, from + share)));
  return parts;
}
