import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkBytesOf } from '../../../src/index/quantised/chunk.ts';
import { compileCodeKernel } from '../../../src/index/quantised/code-kernel.ts';
import { KnownSpaces } from '../../../src/index/quantised/known-spaces.ts';
import { endOfSnapshot } from '../../../src/index/quantised/snapshot-end.ts';
import { SnapshotLoader } from '../../../src/index/quantised/snapshot-loader.ts';
import { pieceRoom, SnapshotPiece } from '../../../src/index/quantised/snapshot-piece.ts';
import { SnapshotDamage, snapshotLayout } from '../../../src/index/quantised/snapshot-text.ts';
import { ThreadArenas } from '../../../src/index/quantised/thread-arenas.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BITS = 256;
const SPACES = [70, 33];
const SIZE = { bits: BITS, blocks: 3 };
const FAMILY = { id: 1, dimensions: 200, bits: BITS, seed: 5 };
const PLAN = { path: '', token: 'token', families: [{ id: 1, descriptor: -1, capacity: 1000 }] };

function pieceOf(place: number, rows: number): Buffer {
  const piece = new SnapshotPiece(pieceRoom(), { rows, bits: BITS });
  for (let at = 0; at < piece.codes.length; at += 1) piece.codes[at] = (7 * at + place) % 256;
  for (let row = 0; row < rows; row += 1) {
    piece.numbers[row] = 10 * row + place;
    piece.slots[row] = 2 * row + place;
  }
  piece.seal(place);
  return Buffer.from(piece.bytes);
}

/** A whole snapshot of two spaces. */
function snapshot(): Buffer {
  const mean = Buffer.from(Float32Array.from({ length: BITS }, (_, at) => at).buffer).toString('base64');
  const { dimensions, seed } = FAMILY;
  const file = 'rows-00000000-0000-0000-0000-000000000000';
  const family = { key: '200 pack', dimensions, bits: BITS, seed, file, rows: 103, centred: 1, mean };
  const end = endOfSnapshot({
    layout: snapshotLayout,
    token: PLAN.token,
    cursor: { face: 900, removal: 1 },
    families: [family],
    spaces: SPACES.map((rows, place) => [`${place} pack`, 0, rows]),
  });
  return Buffer.concat([...SPACES.map((rows, place) => pieceOf(place, rows)), end]);
}

/** Chunks for the two spaces, with nothing in them. */
function emptySpaces(): KnownSpaces {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const arenas = new ThreadArenas(compileCodeKernel(), 0);
  arenas.came(1, memory);
  const spaces = new KnownSpaces();
  for (const space of SPACES.keys()) {
    const offset = space * Math.ceil(chunkBytesOf(SIZE) / 64) * 64;
    const place = { arena: 1, offset, ...SIZE, templates: undefined };
    const chunk = { id: space, space, partition: undefined, ...place };
    spaces.came({ chunk, name: `${space} pack`, family: FAMILY, order: 'chain' }, arenas);
  }
  return spaces;
}

function load(path: string, spaces: KnownSpaces, means: Map<number, Float32Array>) {
  const descriptor = openSync(path, 'r');
  try {
    return new SnapshotLoader(descriptor).load(PLAN, spaces.all(), (id, mean) => means.set(id, mean));
  } finally {
    closeSync(descriptor);
  }
}

describe('the loader of snapshots', () => {
  it('fills the chunks, and says which places of the file of templates are free', async () => {
    const path = join(await temporaryFolder(), 'snapshot');
    await writeFile(path, snapshot());
    const spaces = emptySpaces();
    const means = new Map<number, Float32Array>();
    const [family] = load(path, spaces, means);
    const used = new Set(
      SPACES.flatMap((rows, place) => Array.from({ length: rows }, (_, row) => 2 * row + place)),
    );
    const free = Array.from({ length: 139 }, (_, slot) => slot).filter((slot) => !used.has(slot));
    expect([family?.next, Array.from(family?.free ?? [])]).toEqual([139, free]);
    expect(means.get(1)?.at(-1)).toBe(BITS - 1);
    const chunks = spaces.all().map(({ chunks: [first] }) => first?.chunk);
    expect(chunks.map((chunk) => chunk?.used)).toEqual(SPACES);
    expect(chunks.map((chunk) => chunk?.numbers[32])).toEqual([320, 321]);
  });

  it('refuses a snapshot of which a bit was flipped, wherever it was', async () => {
    const path = join(await temporaryFolder(), 'snapshot');
    const sound = snapshot();
    const anywhere = fc.record({ at: fc.nat(sound.length - 1), bit: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(anywhere, async ({ at, bit }) => {
        await writeFile(
          path,
          sound.map((byte, place) => (place === at ? byte ^ (1 << bit) : byte)),
        );
        expect(() => load(path, emptySpaces(), new Map())).toThrow(SnapshotDamage);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses a snapshot that was cut off, of which something is missing, or whose pieces changed places', async () => {
    const path = join(await temporaryFolder(), 'snapshot');
    const sound = snapshot();
    const cut = fc.record({
      from: fc.nat(sound.length - 1),
      length: fc.integer({ min: 1, max: sound.length }),
    });
    await fc.assert(
      fc.asyncProperty(cut, async ({ from, length }) => {
        await writeFile(path, Buffer.concat([sound.subarray(0, from), sound.subarray(from + length)]));
        expect(() => load(path, emptySpaces(), new Map())).toThrow(SnapshotDamage);
      }),
      { numRuns: 200 },
    );
    const [first = 0, second = 0] = SPACES.map((rows, place) => pieceOf(place, rows).length);
    const pieces = [sound.subarray(first, first + second), sound.subarray(0, first)];
    await writeFile(path, Buffer.concat([...pieces, sound.subarray(first + second)]));
    expect(() => load(path, emptySpaces(), new Map())).toThrow(SnapshotDamage);
  });
});
