import { findCentroids } from './find-centroids.ts';
import { MateSearch } from './mate-search.ts';
import type { Centroids } from './messages.ts';
import type { NearestCentroid } from './nearest-centroid.ts';
import { neededShareOf, threadsFor } from './needed-share.ts';
import type { Grouping, GroupPlan } from './partition-messages.ts';
import { LARGEST_SHARE, partitionsFor } from './partition-parameters.ts';
import { Rotator } from './rotator.ts';
import { writeTemplate } from './row-format.ts';
import type { RowsToGroup } from './rows-to-group.ts';
import { SampledRows } from './sampled-rows.ts';

const TRAINING_ROWS_PER_PARTITION = 32;
const MOST_PROBES = 1024;

/** How rows were grouped. */
export interface GroupedRows {
  readonly grouping: Grouping;
  /** The partition of each row. */
  readonly partitionOf: Uint16Array;
}

function shared(floats: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(floats.byteLength));
  copy.set(floats);
  return copy;
}

function sharedCentroids({ directions, offsets }: NearestCentroid, dimensions: number): Centroids {
  return { dimensions, directions: shared(directions), offsets: shared(offsets) };
}

/** The partition of each row; that behind the last when its template is damaged. */
function partitionsOf(rows: RowsToGroup, centroids: NearestCentroid, dimensions: number): Uint16Array {
  const template = new Float32Array(dimensions);
  const none = centroids.offsets.length;
  const partitionOf = new Uint16Array(rows.count);
  rows.read(
    rows.count,
    (at) => at,
    (at, row) => {
      if (row !== undefined) writeTemplate(row, template);
      partitionOf[at] = row === undefined ? none : centroids.of(template);
    },
  );
  return partitionOf;
}

/**
 * Finds partitions for rows, and how many of them searches have to look at.
 *
 * @returns undefined when they would be of no use
 */
export function groupRows(
  kernel: WebAssembly.Module,
  plan: GroupPlan,
  rows: RowsToGroup,
): GroupedRows | undefined {
  const { dimensions } = plan.family;
  if (rows.count === 0) return undefined;
  const partitions = partitionsFor(rows.count, plan.partitioning);
  const count = Math.min(rows.count, TRAINING_ROWS_PER_PARTITION * partitions);
  const centroids = findCentroids(kernel, new SampledRows(rows, { dimensions, count, shift: 0 }), partitions);
  const partitionOf = partitionsOf(rows, centroids, dimensions);
  const counts = new Uint32Array(partitions + 1);
  for (const partition of partitionOf) counts[partition] = (counts[partition] ?? 0) + 1;
  const loads = { rows: counts, threads: threadsFor(counts, partitions, plan.scanThreads) };
  // Other rows than those that have made the centroids what they are.
  const sample = new SampledRows(rows, { dimensions, count: Math.min(rows.count, MOST_PROBES), shift: 0.5 });
  const search = new MateSearch({ kernel, rotator: new Rotator(kernel), plan }, rows, sample);
  const share = neededShareOf({ module: kernel, sample, centroids, loads, partitionOf }, search);
  if (share === undefined || share > LARGEST_SHARE) return undefined;
  const grouping = { ...loads, centroids: sharedCentroids(centroids, dimensions), share };
  return { grouping, partitionOf };
}
