import { z } from 'zod';
import type { ChangeCursor } from '../../ports/catalog.ts';
import type { Family } from './family.ts';
import type { SavedFamily, SnapshotText } from './snapshot-text.ts';

/** What a thread is given at its start: the compiled kernel, and which scratch memory is its own. */
export const threadSetupSchema = z.strictObject({
  kernel: z.instanceof(WebAssembly.Module),
  scratch: z.number().int(),
});

export type ThreadSetup = z.output<typeof threadSetupSchema>;

/** The mean of a family's templates, rotated; as many components as its codes have bits. */
export type RotatedMean = Float32Array<ArrayBuffer>;

/** Rows of which a query knows that it wants them. */
export interface NamedRows {
  readonly slots: Uint32Array;
  readonly faceNumbers: Float64Array;
  /** Of each. */
  readonly spaces: Uint32Array;
}

/** What is looked for; see `ThreadQuery`. */
export interface QueryText {
  readonly id: number;
  readonly family: Family;
  /** Of the file of the family's 8-bit templates. */
  readonly descriptor: number;
  /** As many components as the family has dimensions. */
  readonly probe: Float32Array;
  readonly spaces: Uint32Array;
  /** Whether every row is compared by its 8-bit template, slowly, while nothing else is to be done. */
  readonly isExhaustive: boolean;
  /** If given, these are compared, and nothing is looked for in the spaces. */
  readonly named: NamedRows | undefined;
  /** Rows are seen that had come, and not gone, at this moment. */
  readonly moment: number;
  /** Faces of higher numbers are passed over; undefined for none. */
  readonly upToNumber: number | undefined;
  /** If given, all other faces are passed over; by rising number. */
  readonly among: Float64Array | undefined;
  /** How many rows this thread compares by their 8-bit templates; all of them when there are no more. */
  readonly shortlist: number;
  /** How many of these are returned. */
  readonly finalists: number;
}

/** Where a chunk lies. */
interface ChunkPlace {
  readonly arena: number;
  readonly offset: number;
  readonly bits: number;
  readonly blocks: number;
}

/** Where the 8-bit templates of a chunk's rows lie in memory. */
export interface TemplatesPlace {
  readonly arena: number;
  readonly offset: number;
  readonly dimensions: number;
}

/** Where a chunk lies, and whose it is. */
export interface ChunkText extends ChunkPlace {
  /** Undefined when they are in the file only. */
  readonly templates: TemplatesPlace | undefined;
  readonly id: number;
  readonly space: number;
  /** Which of its space, if it is one's. */
  readonly partition: number | undefined;
}

/**
 * `chain`: the numbers of its rows rise, from chunk to chunk too; `partition`: in itself they rise; `strays`: they do not.
 */
export type ChunkOrder = 'chain' | 'partition' | 'strays';

/** A chunk, and what a snapshot says of its space. */
export interface ChunkOfSpace {
  readonly chunk: ChunkText;
  readonly name: string;
  readonly family: Family;
  readonly order: ChunkOrder;
}

interface ArenaCame {
  readonly kind: 'arena-came';
  readonly id: number;
  readonly memory: WebAssembly.Memory;
}

interface ArenaWent {
  readonly kind: 'arena-went';
  readonly id: number;
}

/** How near a probe is to each partition: its inner product with a direction, less a number. In shared memory. */
export interface Centroids {
  readonly dimensions: number;
  /** Unit length, one after another. */
  readonly directions: Float32Array;
  readonly offsets: Float32Array;
}

/** Chunks of one space in a form that costs other threads little to be told of. */
export interface PackedChunks {
  readonly space: number;
  readonly bits: number;
  readonly columns: Float64Array;
}

/** The rows of a space that were regrouped, as far as a thread looks at them. */
export interface RegroupedSpace {
  readonly chunks: PackedChunks;
  readonly centroids: Centroids;
  /** How much of these rows is looked at, 0..1. */
  readonly share: number;
}

/** What scan threads are told. */
export type ScanRequest =
  | ArenaCame
  | ArenaWent
  | { readonly kind: 'chunk-came'; readonly chunk: ChunkText }
  | { readonly kind: 'regrouped'; readonly regrouped: RegroupedSpace }
  /** Answered by `released` when no query that has begun before looks at them. */
  | { readonly kind: 'chunks-went'; readonly space: number; readonly ids: readonly number[] }
  /** The rows that it is to see are these of now; it begins with `begin`. */
  | { readonly kind: 'query'; readonly query: QueryText }
  | { readonly kind: 'begin'; readonly id: number; readonly mean: RotatedMean | undefined }
  | { readonly kind: 'cancel'; readonly id: number };

/** A face with its similarity by its 8-bit template; not a number when its row in the file is damaged. */
export interface Candidate {
  readonly faceNumber: number;
  readonly space: number;
  readonly similarity: number;
}

export type ScanReply =
  | { readonly kind: 'found'; readonly id: number; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'released'; readonly ids: readonly number[] };

/** Rows that are to be written. */
export interface RowBatch {
  readonly family: Family;
  readonly descriptor: number;
  /** See `row-places.ts`. */
  readonly places: Float64Array<ArrayBuffer>;
  /** One after another, `family.dimensions` components each. */
  readonly templates: Float32Array<ArrayBuffer>;
}

/** What is written of a family. */
export interface WrittenRows {
  readonly family: Family;
  readonly descriptor: number;
  /** Of each chunk: arena, offset, blocks, rows in use. */
  readonly chunks: Float64Array<ArrayBuffer>;
}

/** What belongs to rows that is to be copied from one chunk to another. */
export interface CodeCopy {
  readonly from: Omit<ChunkText, 'id' | 'space' | 'partition'>;
  readonly to: Omit<ChunkText, 'id' | 'space' | 'partition'>;
  /** Which rows; they become the first ones. */
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** A family whose rows are saved. */
export interface FamilyToSave {
  readonly id: number;
  readonly descriptor: number;
  readonly text: Omit<SavedFamily, 'mean'>;
}

/** What is to be saved: the rows of a moment. */
export interface SavePlan {
  /** Of the file to write. */
  readonly path: string;
  readonly token: string;
  readonly cursor: ChangeCursor;
  readonly moment: number;
  readonly families: readonly FamilyToSave[];
}

/** A family with its file. */
export interface FamilyToLoad {
  readonly id: number;
  readonly descriptor: number;
  /** How many rows the file has. */
  readonly capacity: number;
}

/** How a snapshot is to be loaded whose chunks are there. */
export interface LoadPlan {
  readonly path: string;
  readonly token: string;
  /** In the order of the snapshot. */
  readonly families: readonly FamilyToLoad[];
}

/** Which places of a family's file are free: some, and all from `next` on. */
export interface LoadedFamily {
  readonly id: number;
  readonly next: number;
  readonly free: Uint32Array;
}

/** What came of work that may fail without harm: the failure in words, if it did. */
export type Outcome<Result> = { readonly result: Result } | { readonly failure: string };

/** Rows whose faces are gone. */
export interface ErasePlan {
  readonly family: Family;
  readonly descriptor: number;
  /** Rising. */
  readonly slots: Uint32Array;
}

/** What the encoding thread is to do with snapshots. */
export type SnapshotRequest =
  /** Answered by `opened`: what a snapshot has. */
  | { readonly kind: 'open'; readonly id: number; readonly path: string }
  | { readonly kind: 'load'; readonly id: number; readonly plan: LoadPlan }
  /** Answered by `saved`; what is asked later is done meanwhile. */
  | { readonly kind: 'save'; readonly id: number; readonly plan: SavePlan };

/** What the encoding thread is told. Requests are carried out in their order. */
export type EncodeRequest =
  | ArenaCame
  | ArenaWent
  | { readonly kind: 'rows'; readonly batch: RowBatch }
  /** Codes are to be made for these rows and all later ones of the family, around their mean. */
  | { readonly kind: 'centre'; readonly written: WrittenRows }
  | { readonly kind: 'copy'; readonly copy: CodeCopy }
  | { readonly kind: 'erase'; readonly plan: ErasePlan }
  | { readonly kind: 'chunk-came'; readonly chunk: ChunkOfSpace }
  | {
      readonly kind: 'partitions-came';
      readonly name: string;
      readonly family: Family;
      readonly chunks: PackedChunks;
    }
  | { readonly kind: 'chunks-went'; readonly space: number; readonly ids: readonly number[] }
  | { readonly kind: 'snapshot'; readonly request: SnapshotRequest }
  /** Answered by `settled` when everything before is done. */
  | { readonly kind: 'settle'; readonly id: number };

export type EncodeReply =
  | { readonly kind: 'settled'; readonly id: number }
  /** From now on the codes of a family are made around this mean. */
  | { readonly kind: 'centred'; readonly family: number; readonly mean: RotatedMean }
  | { readonly kind: 'opened'; readonly id: number; readonly outcome: Outcome<SnapshotText> }
  | { readonly kind: 'loaded'; readonly id: number; readonly outcome: Outcome<readonly LoadedFamily[]> }
  | { readonly kind: 'saved'; readonly id: number; readonly outcome: Outcome<undefined> };
