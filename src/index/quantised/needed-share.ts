import type { FoundMates, MateSearch } from './mate-search.ts';
import type { NearestCentroid } from './nearest-centroid.ts';
import { nearestFirst } from './partition-order.ts';
import { LEAST_PAIRS, WANTED_RECALL } from './partition-parameters.ts';
import type { SampledRows } from './sampled-rows.ts';
import { VectorTable } from './vector-table.ts';

/** Rows in partitions, and who looks at them. */
export interface PartitionLoads {
  /** Of each partition; behind them, of those that belong to none. */
  readonly rows: Uint32Array;
  readonly threads: Uint8Array;
}

/** Gives every partition to a thread, so that all have alike much to look at. */
export function threadsFor(rows: Uint32Array, partitions: number, scanThreads: number): Uint8Array {
  const loads = Array.from({ length: scanThreads }, () => 0);
  const threads = new Uint8Array(partitions);
  const largestFirst = Array.from(threads.keys()).sort((one, other) => (rows[other] ?? 0) - (rows[one] ?? 0));
  for (const partition of largestFirst) {
    const thread = loads.indexOf(Math.min(...loads));
    threads[partition] = thread;
    loads[thread] = (loads[thread] ?? 0) + (rows[partition] ?? 0);
  }
  return threads;
}

/** How much of the rows of its thread comes up to and with each partition, nearest first, 0..1. */
function sharesUpTo({ rows, threads }: PartitionLoads, order: Uint16Array): Float64Array {
  const loads = new Map<number, number>();
  const upTo = new Float64Array(threads.length);
  for (const partition of order) {
    const thread = threads[partition] ?? 0;
    const load = (loads.get(thread) ?? 0) + (rows[partition] ?? 0);
    loads.set(thread, load);
    upTo[partition] = load;
  }
  return upTo.map((load, partition) => load / Math.max(1, loads.get(threads[partition] ?? 0) ?? 1));
}

/** What is measured: partitions, their rows, and a sample of rows with which to search. */
export interface Measured {
  readonly module: WebAssembly.Module;
  readonly sample: SampledRows;
  readonly centroids: NearestCentroid;
  readonly loads: PartitionLoads;
  /** Of each row. */
  readonly partitionOf: Uint16Array;
}

/** What share of its rows each pair of photos of one person makes a thread look at. */
function shareOfPairs(measured: Measured, mates: Iterable<FoundMates>): number[] {
  const { sample, centroids, loads, partitionOf } = measured;
  const { dimensions } = sample;
  const count = loads.threads.length;
  const table = new VectorTable(measured.module, { dimensions, count });
  for (let at = 0; at < count; at += 1) {
    table.row(at).set(centroids.directions.subarray(at * dimensions, (at + 1) * dimensions));
  }
  const probe = new Float32Array(dimensions);
  const shares: number[] = [];
  for (const { probe: at, positions } of mates) {
    sample.write(at, probe);
    table.use(probe);
    const nearness = table.products();
    for (const [partition, offset] of centroids.offsets.entries()) {
      nearness[partition] = (nearness[partition] ?? 0) - offset;
    }
    const upTo = sharesUpTo(loads, nearestFirst(nearness, count));
    // Rows that belong to no partition are always looked at.
    for (const position of positions) shares.push(upTo[partitionOf[position] ?? 0] ?? 0);
  }
  return shares;
}

/**
 * How much of its rows each thread has to look at, 0..1, so that the wanted part of the photos of one person is found that
 * can be told from strangers. Measured with rows of the gallery itself.
 *
 * @returns undefined when there are too few of them to say
 */
export function neededShareOf(measured: Measured, search: MateSearch): number | undefined {
  const shares = shareOfPairs(measured, search.find()).sort((one, other) => one - other);
  if (shares.length < LEAST_PAIRS) return undefined;
  return shares[Math.ceil(WANTED_RECALL * shares.length) - 1];
}
