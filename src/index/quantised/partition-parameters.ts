/** Which galleries are regrouped into partitions, and how small these are. */
export interface Partitioning {
  /** Galleries of more faces than this are. */
  readonly from: number;
  /**
   * Measured: smaller ones let searches look at fewer faces in all, but each probe is compared with the centroid of each.
   */
  readonly rowsPerPartition: number;
}

export const DEFAULT_PARTITIONING: Partitioning = { from: 5_000_000, rowsPerPartition: 1200 };

/** Share of the faces outside of partitions, 0..1, from which on they are regrouped. */
const SHARE_TO_REGROUP = 0.25;

const MOST_PARTITIONS = 16_384;
const LEAST_PARTITIONS = 8;

/** Of the faces of one person that can be told from strangers, how many are to be in the partitions that are looked at. */
export const WANTED_RECALL = 0.999;

/** When more has to be looked at, all is. */
export const LARGEST_SHARE = 0.5;

/** So many pairs of faces of one person say how much has to be looked at. */
export const LEAST_PAIRS = 1000;

/** How many partitions so many rows are regrouped into. */
export function partitionsFor(rows: number, { rowsPerPartition }: Partitioning): number {
  const wanted = 2 ** Math.round(Math.log2(rows / rowsPerPartition));
  return Math.min(MOST_PARTITIONS, Math.max(LEAST_PARTITIONS, wanted));
}

/** Whether so many rows outside of partitions are enough to regroup all. */
export function isWorthRegrouping(outside: number, rows: number): boolean {
  return outside > SHARE_TO_REGROUP * rows;
}
