import { describe, expect, it } from 'vitest';
import { type Faces, probeOf, templateOf } from '../../../bench/index/data/faces.ts';
import { openFaces } from '../../../bench/index/data/open-faces.ts';
import { peopleOfFaces } from '../../../bench/index/data/people-of-faces.ts';
import { recallOf } from '../../../bench/index/measure/recall.ts';
import { quantile } from '../../../bench/index/measure/searches.ts';
import { NearestList } from '../../../bench/index/truth/nearest-list.ts';
import { scanFaces } from '../../../bench/index/truth/scan-faces.ts';
import { similarityOf } from '../../../src/core/similarity.ts';

const COUNT = 1000;
const DEPTH = 100;
const specification = { kind: 'harder', count: COUNT, probes: 7, seed: 3, packId: '' } as const;
const faces = openFaces(specification, peopleOfFaces(COUNT, 3));

function bruteForce(probe: number): number[] {
  const template = probeOf(faces, probe);
  return Array.from({ length: COUNT }, (_, face) => ({
    face,
    cosine: similarityOf(templateOf(faces, face), template),
  }))
    .sort((one, other) => other.cosine - one.cosine)
    .slice(0, DEPTH)
    .map(({ face }) => face);
}

describe('true neighbours', () => {
  it('are those that comparing everything and sorting gives', () => {
    const lists = scanFaces(faces, { first: 0, end: COUNT }, DEPTH);
    expect(lists).toHaveLength(7);
    for (const [probe, list] of lists.entries()) expect([...list.faces]).toEqual(bruteForce(probe));
  });

  it('are the same when two threads have looked at a part each', () => {
    const parts = [
      { first: 0, end: 333 },
      { first: 333, end: COUNT },
    ].map((span) => scanFaces(faces, span, DEPTH)[4]);
    const merged = new NearestList(DEPTH);
    for (const part of parts) {
      for (let at = 0; at < (part?.size ?? 0); at += 1)
        merged.offer(part?.faces[at] ?? 0, part?.cosines[at] ?? 0);
    }
    expect([...merged.faces]).toEqual(bruteForce(4));
  });

  it('lead with the lower number among equally near faces', () => {
    const list = new NearestList(2);
    for (const face of [9, 4, 7]) list.offer(face, 0.5);
    expect([...list.faces]).toEqual([4, 7]);
  });
});

describe('recall', () => {
  /** Faces 0-2 are of person 0, face 3 of person 1, the others of nobody else; probe 0 shows person 0, probe 1 a stranger. */
  const handMade: Faces = {
    dimensions: 2,
    count: 6,
    probes: 2,
    relevantAbove: 0.4,
    writeFace: () => undefined,
    writeProbe: () => undefined,
    personOfFace: (face) => Math.floor(face / 3),
    personOfProbe: (probe) => probe * 99,
  };
  const truth = {
    faces: handMade,
    neighbours: [
      { faces: Uint32Array.of(0, 1, 3, 2), cosines: Float64Array.of(0.9, 0.8, 0.3, 0.2) },
      { faces: Uint32Array.of(5, 4), cosines: Float64Array.of(0.41, 0.1) },
    ],
    facesOfPeople: new Map([
      [0, 3],
      [1, 3],
    ]),
  };

  it('counts the nearest, those that are alike enough, and the faces of the same person', () => {
    const found = [
      [0, 2, 5],
      [4, 3],
    ];
    expect(recallOf(found, truth)).toEqual({ nearest: 3 / 6, relevant: 1 / 3, identity: 2 / 3 });
  });

  it('is complete when everything was found', () => {
    const everything = truth.neighbours.map(({ faces }) => [...faces]);
    expect(recallOf(everything, truth)).toEqual({ nearest: 1, relevant: 1, identity: 1 });
  });

  it('leaves out probes that were not searched with', () => {
    expect(recallOf([[0, 1, 2, 3]], truth)).toEqual({ nearest: 1, relevant: 1, identity: 1 });
  });
});

it('takes the middle and the tail of times from their order', () => {
  const times = [5, 1, 4, 2, 3];
  expect([quantile(times, 0.5), quantile(times, 0.95)]).toEqual([3, 5]);
});
