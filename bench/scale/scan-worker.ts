/** A thread that holds its share of the codes of a giant gallery and scans them with the kernel of the index. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { compileCodeKernel, kernelOn } from '../../src/index/quantised/code-kernel.ts';
import { fillProbeTable } from '../../src/index/quantised/probe-table.ts';
import { FOUND_ROWS, Scratch } from '../../src/index/quantised/scratch.ts';
import { Shortlist } from '../../src/index/quantised/shortlist.ts';

const PAGE_BYTES = 65_536;
const PAGES = 16_384;
const ROWS_PER_BLOCK = 32;
/** So that the codes which several probes look at stay in the processor's cache. */
const BYTES_PER_RUN = 131_072;

const { bytes, seed } = z.object({ bytes: z.number(), seed: z.number() }).parse(workerData);
const orderSchema = z.object({
  bits: z.number(),
  faces: z.number(),
  probes: z.number(),
  shortlist: z.number(),
});
type Order = z.output<typeof orderSchema>;

const kernelModule = compileCodeKernel();

function filledArena(number: number) {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  const words = new Uint32Array(memory.buffer, PAGE_BYTES);
  let state = (seed * 1000 + number) * 2 + 1;
  for (let at = 0; at < words.length; at += 1) {
    // xorshift, Marsaglia 2003.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return { kernel: kernelOn(kernelModule, memory), scratch: new Scratch(memory, 0) };
}

const arenaBytes = (PAGES - 1) * PAGE_BYTES;
const arenas = Array.from({ length: Math.ceil(bytes / arenaBytes) }, (_, number) => filledArena(number));

function tableOf(probe: number, bits: number): Uint8Array {
  const random = seededRandom(probe);
  const table = new Uint8Array(4 * bits);
  fillProbeTable(
    Float32Array.from({ length: bits }, () => random() - 0.5),
    table,
  );
  return table;
}

interface Query {
  readonly table: Uint8Array;
  readonly list: Shortlist;
}

/** Blocks of an arena that all queries look at before the next are read. */
interface Run {
  readonly place: number;
  readonly bits: number;
  readonly from: number;
  readonly to: number;
}

function scanRun({ place, bits, from, to }: Run, { table, list }: Query): void {
  const arena = arenas[place];
  if (arena === undefined) return;
  const { kernel, scratch } = arena;
  const { tableAt, foundAt, found } = scratch;
  scratch.table.set(table);
  for (let block = from; block < to; block += scratch.scannedBlocks) {
    const codes = PAGE_BYTES + block * 4 * bits;
    const count = kernel.scan(codes, to - block, bits / 4, tableAt, list.threshold, foundAt, FOUND_ROWS);
    for (let pair = 0; pair < count; pair += 1) {
      list.offer(place, block * ROWS_PER_BLOCK + (found[2 * pair] ?? 0), found[2 * pair + 1] ?? 0);
    }
  }
}

function* runsOf({ bits, faces }: Order): Generator<Run> {
  const step = Math.max(1, Math.floor(BYTES_PER_RUN / (4 * bits)));
  let left = Math.ceil(faces / ROWS_PER_BLOCK);
  for (const place of arenas.keys()) {
    const blocks = Math.min(left, Math.floor(arenaBytes / (4 * bits)));
    left -= blocks;
    for (let from = 0; from < blocks; from += step) {
      yield { place, bits, from, to: Math.min(blocks, from + step) };
    }
  }
}

function scan(order: Order): number {
  const queries = Array.from({ length: order.probes }, (_, probe) => ({
    table: tableOf(probe, order.bits),
    list: new Shortlist(order.shortlist),
  }));
  for (const run of runsOf(order)) for (const query of queries) scanRun(run, query);
  return queries.reduce((rows, { list }) => rows + list.take().length, 0);
}

parentPort?.on('message', (order: unknown) => parentPort?.postMessage(scan(orderSchema.parse(order)), []));
parentPort?.postMessage('ready', []);
