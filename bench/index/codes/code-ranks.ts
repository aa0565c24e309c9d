import { compileCodeKernel } from '../../../src/index/quantised/code-kernel.ts';
import { fillProbeTable } from '../../../src/index/quantised/probe-table.ts';
import { Rotator } from '../../../src/index/quantised/rotator.ts';
import { type Faces, probeOf } from '../data/faces.ts';
import type { TrueNeighbours } from '../truth/ground-truth.ts';

const BITS_PER_GROUP = 4;
const ENTRIES = 16;
/** What is looked at of an exact answer. */
const NEAREST = 10;

/** Whether codes are made around the mean of the faces, and from rotated components. */
export interface CodeDesign {
  readonly bits: number;
  readonly isCentred: boolean;
}

function meanOf(faces: Faces): Float32Array {
  const mean = new Float32Array(faces.dimensions);
  const face = new Float32Array(faces.dimensions);
  const step = Math.max(1, Math.floor(faces.count / 10_000));
  let count = 0;
  for (let at = 0; at < faces.count; at += step) {
    faces.writeFace(at, face);
    count += 1;
    for (let index = 0; index < face.length; index += 1)
      mean[index] = (mean[index] ?? 0) + (face[index] ?? 0);
  }
  return mean.map((component) => component / count);
}

/** The groups of all faces' codes, one a byte. */
function codesOf(faces: Faces, bits: number, rotatedMean: Float32Array): Uint8Array {
  const rotator = new Rotator(compileCodeKernel());
  const family = { dimensions: faces.dimensions, bits };
  const groups = bits / BITS_PER_GROUP;
  const codes = new Uint8Array(faces.count * groups);
  const face = new Float32Array(faces.dimensions);
  for (let at = 0; at < faces.count; at += 1) {
    faces.writeFace(at, face);
    const rotated = rotator.rotate(family, face);
    for (let bit = 0; bit < bits; bit += 1) {
      if ((rotated[bit] ?? 0) <= (rotatedMean[bit] ?? 0)) continue;
      const group = at * groups + Math.floor(bit / BITS_PER_GROUP);
      codes[group] = (codes[group] ?? 0) | (1 << (bit % BITS_PER_GROUP));
    }
  }
  return codes;
}

function sumsOf(codes: Uint8Array, table: Uint8Array, groups: number): Uint16Array {
  const sums = new Uint16Array(codes.length / groups);
  for (let face = 0; face < sums.length; face += 1) {
    let sum = 0;
    for (let group = 0; group < groups; group += 1) {
      sum += table[group * ENTRIES + (codes[face * groups + group] ?? 0)] ?? 0;
    }
    sums[face] = sum;
  }
  return sums;
}

/** How many faces come before each wanted one; those with the same sum count half. */
function ranksIn(sums: Uint16Array, wanted: readonly number[]): readonly number[] {
  return wanted.map((face) => {
    const own = sums[face] ?? 0;
    let before = 0;
    let equal = 0;
    for (const sum of sums) {
      if (sum > own) before += 1;
      else if (sum === own) equal += 1;
    }
    return before + equal / 2;
  });
}

/**
 * At which place of a scan of codes those faces come that the exact scan has among the ten nearest, and that are the
 * probe's person: a shortlist of that length is needed to find them.
 *
 * @returns places of all such faces of all probes, rising
 */
export function ranksByCodes(
  faces: Faces,
  neighbours: readonly TrueNeighbours[],
  design: CodeDesign,
): readonly number[] {
  const rotator = new Rotator(compileCodeKernel());
  const family = { dimensions: faces.dimensions, bits: design.bits };
  const mean = design.isCentred ? meanOf(faces) : new Float32Array(faces.dimensions);
  const rotatedMean = rotator.rotate(family, mean).slice();
  const codes = codesOf(faces, design.bits, rotatedMean);
  const groups = design.bits / BITS_PER_GROUP;
  const table = new Uint8Array(groups * ENTRIES);
  const ranks: number[] = [];
  for (const [probe, nearest] of neighbours.entries()) {
    const person = faces.personOfProbe(probe);
    const wanted = Array.from(nearest.faces.subarray(0, NEAREST)).filter(
      (face) => faces.personOfFace(face) === person,
    );
    if (wanted.length === 0) continue;
    const rotated = rotator.rotate(family, probeOf(faces, probe));
    fillProbeTable(
      rotated.map((component, at) => component - (rotatedMean[at] ?? 0)),
      table,
    );
    ranks.push(...ranksIn(sumsOf(codes, table, groups), wanted));
  }
  return ranks.sort((one, other) => one - other);
}
