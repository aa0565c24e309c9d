import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { Chunk, chunkBytesOf } from '../../../src/index/quantised/chunk.ts';
import { compileCodeKernel, kernelOn } from '../../../src/index/quantised/code-kernel.ts';
import { rotatedDimensionsOf, rotationSignsOf } from '../../../src/index/quantised/family.ts';
import { fillProbeTable } from '../../../src/index/quantised/probe-table.ts';
import { Rotator } from '../../../src/index/quantised/rotator.ts';
import { readRow, rowBytesOf, similarityWith, writeRow } from '../../../src/index/quantised/row-format.ts';
import { FOUND_ROWS, MOST_PROBE_COMPONENTS, Scratch } from '../../../src/index/quantised/scratch.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const kernelModule = compileCodeKernel();
const CHUNK_AT = 2 * 65_536;
const BLOCKS = 5;
const ROWS = 32 * BLOCKS;

/** Random codes of some rows, written by the kernel, and the same bits in an array. */
function codedRows(bits: number, random: () => number) {
  const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true });
  expect(CHUNK_AT + chunkBytesOf({ bits, blocks: BLOCKS })).toBeLessThan(8 * 65_536);
  const kernel = kernelOn(kernelModule, memory);
  const scratch = new Scratch(memory, 1);
  const chunk = new Chunk(memory, CHUNK_AT, { bits, blocks: BLOCKS });
  const rows = Array.from({ length: ROWS }, () => randomTemplate(bits, random));
  for (const [row, vector] of rows.entries()) {
    scratch.vector.set(vector);
    const { blockAt, lane } = chunk.codePlace(row);
    kernel.writeCode(scratch.vectorAt, bits / 4, blockAt, lane);
  }
  return { kernel, scratch, chunk, rows };
}

function sumOf(vector: Float32Array, table: Uint8Array): number {
  let sum = 0;
  for (let group = 0; group < vector.length / 4; group += 1) {
    const bits = [0, 1, 2, 3].reduce(
      (set, bit) => set | ((vector[group * 4 + bit] ?? 0) > 0 ? 1 << bit : 0),
      0,
    );
    sum += table[group * 16 + bits] ?? 0;
  }
  return sum;
}

function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
    const places = values.map(() => 0);
    for (const [place, { at }] of order.entries()) places[at] = place;
    return places;
  };
  const [first, second] = [ranks(one), ranks(other)];
  const squares = first.reduce((sum, place, at) => sum + (place - (second[at] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (one.length * (one.length ** 2 - 1));
}

describe('the kernel of the index', () => {
  it.each([32, 96, 256, 512])(
    'finds the rows above a threshold with the sums that adding up gives, for codes of %i bits',
    (bits) => {
      const random = seededRandom(bits);
      const { kernel, scratch, chunk, rows } = codedRows(bits, random);
      const table = new Uint8Array(4 * bits);
      fillProbeTable(randomTemplate(bits, random), table);
      scratch.table.set(table);
      const sums = rows.map((vector) => sumOf(vector, table));
      const threshold = sums.toSorted((one, other) => one - other)[Math.floor(ROWS * 0.8)] ?? 0;
      const count = kernel.scan(
        chunk.codesAt,
        BLOCKS,
        bits / 4,
        scratch.tableAt,
        threshold,
        scratch.foundAt,
        FOUND_ROWS,
      );
      const found = Array.from({ length: count }, (_, at) => [
        scratch.found[2 * at],
        scratch.found[2 * at + 1],
      ]);
      const expected = [...sums.entries()].filter(([, sum]) => sum > threshold);
      expect(found).toEqual(expected);
      expect(count).toBeGreaterThan(0);
      expect(scratch.scannedBlocks).toBe(BLOCKS);
    },
  );

  it('stops before a block whose rows might not fit, and goes on from there', () => {
    const { kernel, scratch, chunk } = codedRows(64, seededRandom(1));
    scratch.table.fill(1);
    const rows: number[] = [];
    for (let block = 0; block < BLOCKS; block += scratch.scannedBlocks) {
      const at = chunk.codePlace(32 * block).blockAt;
      const count = kernel.scan(at, BLOCKS - block, 16, scratch.tableAt, 0, scratch.foundAt, FOUND_ROWS);
      for (let pair = 0; pair < count; pair += 1) rows.push(32 * block + (scratch.found[2 * pair] ?? 0));
    }
    expect(rows).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    kernel.scan(chunk.codesAt, BLOCKS, 16, scratch.tableAt, 0, scratch.foundAt, 70);
    expect(new Uint32Array(scratch.found.buffer, scratch.foundAt + 70 * 8 + 64, 1)[0]).toBe(2);
  });

  it('adds up codes that were copied to other lanes, and leaves the others alone', () => {
    const { kernel, scratch, chunk, rows } = codedRows(128, seededRandom(2));
    const table = new Uint8Array(512);
    fillProbeTable(randomTemplate(128, seededRandom(3)), table);
    scratch.table.set(table);
    const moves = [
      [3, 70],
      [20, 71],
      [40, 90],
      [63, 95],
    ] as const;
    for (const [from, to] of moves) {
      chunk.writeGroups(to, chunk, from);
      rows[to] = rows[from] ?? new Float32Array(128);
    }
    kernel.scan(chunk.codesAt, BLOCKS, 32, scratch.tableAt, -1, scratch.foundAt, FOUND_ROWS);
    const sums = Array.from({ length: ROWS }, (_, row) => scratch.found[2 * row + 1]);
    expect(sums).toEqual(rows.map((vector) => sumOf(vector, table)));
  });

  it('sums that rise with the similarity', () => {
    const random = seededRandom(4);
    const { rows } = codedRows(512, random);
    const probe = randomTemplate(512, random);
    const table = new Uint8Array(4 * 512);
    fillProbeTable(probe, table);
    const near = rows.map((vector, at) =>
      vector.map((component, index) => component + (at / ROWS) * (probe[index] ?? 0)),
    );
    const cosines = near.map(
      (vector) =>
        vector.reduce((sum, component, index) => sum + component * (probe[index] ?? 0), 0) /
        Math.hypot(...vector),
    );
    expect(
      rankCorrelation(
        near.map((vector) => sumOf(vector, table)),
        cosines,
      ),
    ).toBeGreaterThan(0.95);
  });
});

describe('the comparison with 8-bit templates', () => {
  it.each([1, 15, 16, 128, 250, 512, MOST_PROBE_COMPONENTS])(
    'gives the similarity of %i components',
    (dimensions) => {
      const random = seededRandom(dimensions);
      const memory = new WebAssembly.Memory({ initial: 3, maximum: 3, shared: true });
      const [kernel, scratch] = [kernelOn(kernelModule, memory), new Scratch(memory, 1)];
      const row = Buffer.alloc(rowBytesOf(dimensions));
      writeRow(row, { faceNumber: 9, template: randomTemplate(dimensions, random) }, 0);
      const probe = randomTemplate(dimensions, random);
      const rowAt = CHUNK_AT + 3;
      new Uint8Array(memory.buffer).set(row, rowAt);
      scratch.useProbe(probe);
      const stored = readRow(row, 9, 0);
      const expected = stored === undefined ? Number.NaN : similarityWith(stored, probe);
      expect(kernel.similarity(rowAt, dimensions, scratch.probeAt)).toBeCloseTo(expected, 5);
    },
  );
});

describe('the rotation', () => {
  it.each([3, 128, 384, 1000])(
    'keeps angles and, but for one factor, lengths in %i dimensions',
    (dimensions) => {
      const random = seededRandom(dimensions);
      // As many bits as the rotated vector has components, so that nothing of it is left out.
      const family = { dimensions, bits: rotatedDimensionsOf({ dimensions, bits: 32 }) };
      const rotator = new Rotator(kernelModule);
      const factor = rotatedDimensionsOf(family) ** 1.5;
      const [one, other] = [randomTemplate(dimensions, random), randomTemplate(dimensions, random)];
      const [first, second] = [one, other].map((vector) =>
        rotator.rotate(family, vector).map((component) => component / factor),
      );
      const dot = (a: Float32Array = one, b: Float32Array = other) => {
        let sum = 0;
        for (const [at, component] of a.entries()) sum += component * (b[at] ?? 0);
        return sum;
      };
      expect(dot(first, first)).toBeCloseTo(1, 4);
      expect(dot(first, second)).toBeCloseTo(dot(one, other), 4);
    },
  );

  it('is what multiplying with signs and Hadamard matrices gives', () => {
    const family = { dimensions: 7, bits: 32 };
    const size = rotatedDimensionsOf(family);
    const signs = rotationSignsOf(family);
    const vector = randomTemplate(7, seededRandom(5));
    let expected = Array.from({ length: size }, (_, at) => vector[at] ?? 0);
    const parity = (bits: number): number => (bits === 0 ? 0 : (bits & 1) ^ parity(bits >> 1));
    for (const round of [0, 1, 2]) {
      const flipped = expected.map((component, at) => component * (signs[round * size + at] ?? 0));
      expected = expected.map((_, row) =>
        flipped.reduce(
          (sum, component, column) => sum + (parity(row & column) === 0 ? component : -component),
          0,
        ),
      );
    }
    const rotated = new Rotator(kernelModule).rotate(family, vector);
    for (const [at, component] of rotated.entries()) expect(component).toBeCloseTo(expected[at] ?? 0, 2);
  });

  it('is the same at every start, and takes families by turns', () => {
    const small = { dimensions: 5, bits: 32 };
    const large = { dimensions: 100, bits: 128 };
    const [one, other] = [new Rotator(kernelModule), new Rotator(kernelModule)];
    const vector = randomTemplate(5, seededRandom(6));
    const first = one.rotate(small, vector).slice();
    other.rotate(large, randomTemplate(100, seededRandom(7)));
    expect(other.rotate(small, vector)).toEqual(first);
  });
});
