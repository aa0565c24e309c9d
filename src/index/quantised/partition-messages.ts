import type { Family } from './family.ts';
import type { Centroids, RotatedMean } from './messages.ts';
import type { Partitioning } from './partition-parameters.ts';

/** Rows that are to be regrouped. */
export interface GroupPlan {
  readonly family: Family;
  /** Of the file of the family's 8-bit templates. */
  readonly descriptor: number;
  /** That of the codes. */
  readonly mean: RotatedMean;
  /** Rows are regrouped that had not gone at this moment. */
  readonly moment: number;
  readonly scanThreads: number;
  readonly partitioning: Partitioning;
  readonly arenas: ReadonlyMap<number, WebAssembly.Memory>;
  /** Of each chunk: arena, offset, blocks; its rows have rising numbers, and none will be added. */
  readonly chunks: Float64Array;
}

/** How rows are to be regrouped. Partitions are numbered from 0. */
export interface Grouping {
  /** Rows of each partition; behind them, of those that belong to none because their 8-bit templates are damaged. */
  readonly rows: Uint32Array;
  /** Which scan thread looks at each. */
  readonly threads: Uint8Array;
  readonly centroids: Centroids;
  /** How much of its rows a thread looks at, 0..1. */
  readonly share: number;
}

/** Where the regrouped rows go. */
export interface FillPlan {
  readonly arenas: ReadonlyMap<number, WebAssembly.Memory>;
  /** Of each chunk: partition, arena, offset, blocks. Those of a partition follow each other. */
  readonly chunks: Float64Array;
}

/** Which chunk each regrouped row is in, by rising number. */
export interface RowDirectory {
  /** Of every sixteenth row. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Place of the chunk in the plan. */
  readonly chunks: Uint16Array<ArrayBuffer>;
}

/** What a thread that regroups is told: one plan, and then one place for its rows. */
export type PartitionRequest =
  | { readonly kind: 'group'; readonly plan: GroupPlan }
  | { readonly kind: 'fill'; readonly plan: FillPlan };

export type PartitionReply =
  | { readonly kind: 'grouped'; readonly grouping: Grouping }
  /** Partitions would be of no use, or nothing says how many have to be looked at. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'filled'; readonly directory: RowDirectory };
