import { DirectionSums } from './direction-sums.ts';
import { type TableSize, VectorTable } from './vector-table.ts';

/** Of the groups of centroids, so many are looked into: measured, more find hardly nearer ones. */
const GROUPS_LOOKED_INTO = 4;
const GROUPING_ROUNDS = 6;

/** What is to be found: directions of unit length, one after another, as seen from a centre. */
export interface CentroidsToFind extends TableSize {
  readonly directions: Float32Array;
  readonly centre: Float32Array;
}

function vectorsOf({ directions, dimensions }: CentroidsToFind, at: number): Float32Array {
  return directions.subarray(at * dimensions, (at + 1) * dimensions);
}

function largestIn(values: Float32Array, from: number, to: number): number {
  let best = from;
  for (let at = from + 1; at < to; at += 1) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}

function tableOf(module: WebAssembly.Module, size: TableSize, directions: Float32Array): VectorTable {
  const table = new VectorTable(module, size);
  const { dimensions } = size;
  for (let at = 0; at < size.count; at += 1) {
    table.row(at).set(directions.subarray(at * dimensions, (at + 1) * dimensions));
  }
  return table;
}

/**
 * Finds the centroid that a vector is nearest to, among those of the groups of centroids that it is nearest to: that costs
 * a fraction of comparing it with each.
 */
export class NearestCentroid {
  /** The directions, in the order in which they are numbered here. */
  readonly directions: Float32Array;
  /** Of each direction, its inner product with the centre. */
  readonly offsets: Float32Array;
  readonly #groups: VectorTable;
  readonly #groupOffsets: Float32Array;
  /** The first centroid of each group; behind them, how many there are. */
  readonly #firsts: Uint32Array;
  readonly #table: VectorTable;

  constructor(module: WebAssembly.Module, centroids: CentroidsToFind) {
    const { dimensions, count, centre } = centroids;
    const { groups, groupOf } = groupsOf(module, centroids);
    this.#groups = groups;
    this.#firsts = new Uint32Array(groups.count + 1);
    for (const group of groupOf) this.#firsts[group + 1] = (this.#firsts[group + 1] ?? 0) + 1;
    for (let group = 0; group < groups.count; group += 1) {
      this.#firsts[group + 1] = (this.#firsts[group + 1] ?? 0) + (this.#firsts[group] ?? 0);
    }
    const next = this.#firsts.slice();
    this.directions = new Float32Array(dimensions * count);
    for (const [from, group] of groupOf.entries()) {
      this.directions.set(vectorsOf(centroids, from), (next[group] ?? 0) * dimensions);
      next[group] = (next[group] ?? 0) + 1;
    }
    this.#table = tableOf(module, centroids, this.directions);
    this.#table.use(centre);
    this.offsets = this.#table.products().slice(0, count);
    groups.use(centre);
    this.#groupOffsets = groups.products().slice();
  }

  /** The place in `directions` of the one that a vector is nearest to. */
  of(vector: Float32Array): number {
    this.#table.use(vector);
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const group of this.#nearestGroups(vector)) {
      const [from, to] = [this.#firsts[group] ?? 0, this.#firsts[group + 1] ?? 0];
      const products = this.#table.products(from, to);
      for (let at = from; at < to; at += 1) {
        const nearness = (products[at] ?? 0) - (this.offsets[at] ?? 0);
        if (nearness <= highest) continue;
        highest = nearness;
        best = at;
      }
    }
    return best;
  }

  #nearestGroups(vector: Float32Array): readonly number[] {
    this.#groups.use(vector);
    const nearness = this.#groups.products();
    for (let at = 0; at < nearness.length; at += 1) {
      nearness[at] = (nearness[at] ?? 0) - (this.#groupOffsets[at] ?? 0);
    }
    const nearest: number[] = [];
    while (nearest.length < Math.min(GROUPS_LOOKED_INTO, this.#groups.count)) {
      const best = largestIn(nearness, 0, this.#groups.count);
      nearest.push(best);
      nearness[best] = Number.NEGATIVE_INFINITY;
    }
    return nearest;
  }
}

/** Groups of centroids that lie near each other, as many as a group has. */
function groupsOf(module: WebAssembly.Module, centroids: CentroidsToFind) {
  const { dimensions, count } = centroids;
  const size = { dimensions, count: Math.ceil(Math.sqrt(count)) };
  const groupOf = new Uint32Array(count);
  const step = count / size.count;
  let sums = new DirectionSums(size);
  for (let group = 0; group < size.count; group += 1) {
    sums.add(group, vectorsOf(centroids, Math.floor(group * step)));
  }
  let groups = tableOf(
    module,
    size,
    sums.directions(() => new Float32Array(dimensions)),
  );
  for (let round = 0; round < GROUPING_ROUNDS; round += 1) {
    sums = new DirectionSums(size);
    for (let at = 0; at < count; at += 1) {
      groups.use(vectorsOf(centroids, at));
      const group = largestIn(groups.products(), 0, size.count);
      groupOf[at] = group;
      sums.add(group, vectorsOf(centroids, at));
    }
    if (round === GROUPING_ROUNDS - 1) break;
    groups = tableOf(
      module,
      size,
      sums.directions(() => vectorsOf(centroids, round)),
    );
  }
  return { groups, groupOf };
}
