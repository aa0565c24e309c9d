import { expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { Chunk, chunkBytesOf } from '../../../src/index/quantised/chunk.ts';
import { type CodeKernel, compileCodeKernel } from '../../../src/index/quantised/code-kernel.ts';
import { SCRATCH_BYTES } from '../../../src/index/quantised/code-memory.ts';
import type { QueryText } from '../../../src/index/quantised/messages.ts';
import { Rotator } from '../../../src/index/quantised/rotator.ts';
import { newRowFile } from '../../../src/index/quantised/row-file.ts';
import { ScanQueue } from '../../../src/index/quantised/scan-queue.ts';
import { ThreadArenas } from '../../../src/index/quantised/thread-arenas.ts';
import type { ThreadChunk } from '../../../src/index/quantised/thread-chunk.ts';
import { ThreadQuery } from '../../../src/index/quantised/thread-query.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const BITS = 256;
const BLOCKS = 512;
const CHUNKS = 3;
/** Of 128 blocks each, as many as fit in a processor's cache. */
const RUNS = CHUNKS * 4;
const module = compileCodeKernel();
const random = seededRandom(51);

/** Chunks in one memory, and the addresses of codes that the kernel has been given. */
function prepare(chunks: number) {
  const bytes = SCRATCH_BYTES + chunks * chunkBytesOf({ bits: BITS, blocks: BLOCKS });
  const pages = Math.ceil(bytes / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const arenas = new ThreadArenas(module, 0);
  arenas.came(1, memory);
  const { kernel, scratch } = arenas.of(1);
  const seen: number[] = [];
  const watched: CodeKernel = {
    ...kernel,
    scan: (...given) => {
      seen.push(given[0]);
      return kernel.scan(...given);
    },
  };
  const arena = { memory, kernel: watched, scratch, bytes: new Uint8Array(memory.buffer) };
  const made = Array.from({ length: chunks }, (_, at): ThreadChunk => {
    const offset = SCRATCH_BYTES + at * chunkBytesOf({ bits: BITS, blocks: BLOCKS });
    const chunk = new Chunk(memory, offset, { bits: BITS, blocks: BLOCKS });
    for (let row = 0; row < chunk.capacity; row += 1) {
      chunk.append({ number: at * chunk.capacity + row, cameAt: 1, slot: row });
    }
    return { id: at, space: 1, chunk, arena, templates: undefined };
  });
  return { chunks: made, seen };
}

function queryOf(id: number, chunks: readonly ThreadChunk[], descriptor: number): ThreadQuery {
  const text: QueryText = {
    id,
    family: { id: 1, dimensions: 64, bits: BITS, seed: 1 },
    descriptor,
    probe: randomTemplate(64, random),
    spaces: Uint32Array.of(1),
    isExhaustive: false,
    named: undefined,
    moment: 1,
    upToNumber: undefined,
    among: undefined,
    shortlist: 5,
    finalists: 5,
  };
  return new ThreadQuery(text, chunks, new Rotator(module));
}

async function finished(chunksOfQueries: readonly (readonly ThreadChunk[])[]): Promise<readonly number[]> {
  const file = newRowFile(undefined);
  const order = await new Promise<readonly number[]>((resolve) => {
    const ended: number[] = [];
    const queue = new ScanQueue((id) => {
      ended.push(id);
      if (ended.length === chunksOfQueries.length) resolve(ended);
    });
    for (const [id, chunks] of chunksOfQueries.entries()) queue.add(queryOf(id, chunks, file.descriptor));
    for (const id of chunksOfQueries.keys()) queue.begin(id, undefined);
  });
  file.close();
  return order;
}

function changesIn(addresses: readonly number[]): number {
  return addresses.filter((address, at) => address !== addresses[at - 1]).length;
}

it('goes through the codes once for all queries of a gallery, run by run', async () => {
  const { chunks, seen } = prepare(CHUNKS);
  await finished(Array.from({ length: 8 }, () => chunks));
  expect(seen.length).toBeGreaterThanOrEqual(8 * RUNS);
  expect(new Set(seen).size).toBeLessThan(seen.length / 7);
  expect(changesIn(seen)).toBeLessThan(8 * RUNS);
});

it('has a query that has little to see ready before those that have much', async () => {
  const { chunks } = prepare(40);
  const all = Array.from({ length: 12 }, () => chunks);
  const order = await finished([...all, chunks.slice(7, 8)]);
  expect(order[0]).toBe(12);
  expect(order).toHaveLength(13);
});
