import { describe, expect, it } from 'vitest';
import { ClusteredFaces } from '../../../bench/index/data/clustered-faces.ts';
import { type Faces, facesOfPeople, probeOf, templateOf } from '../../../bench/index/data/faces.ts';
import { openFaces } from '../../../bench/index/data/open-faces.ts';
import { peopleOfFaces } from '../../../bench/index/data/people-of-faces.ts';
import type { PhotoTemplates } from '../../../bench/index/data/photo-templates.ts';
import { PhotographedFaces } from '../../../bench/index/data/photographed-faces.ts';
import { RandomStream } from '../../../bench/index/data/random-stream.ts';
import { photosOfPeople, templateAt } from '../../../bench/index/data/relevant-cosine.ts';
import { similarityOf, toUnitLength } from '../../../src/core/similarity.ts';

const SEED = 11;
const COUNT = 3000;

function synthetic(kind: 'synthetic' | 'harder', seed = SEED): Faces {
  const specification = { kind, count: COUNT, probes: 50, seed, packId: '' };
  return openFaces(specification, peopleOfFaces(COUNT, seed));
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Cosines of faces with the first face of the same person, and with a face of another. */
function cosinesOf(faces: Faces): { own: number[]; strangers: number[] } {
  const firsts = new Map<number, Float32Array>();
  const own: number[] = [];
  const strangers: number[] = [];
  const zeroth = templateOf(faces, 0);
  for (let face = 0; face < faces.count; face += 1) {
    const template = templateOf(faces, face);
    const person = faces.personOfFace(face);
    const first = firsts.get(person);
    if (first) own.push(similarityOf(first, template));
    else firsts.set(person, template);
    if (person !== faces.personOfFace(0)) strangers.push(similarityOf(zeroth, template));
  }
  return { own, strangers };
}

/** Photos of people around a common mean, fewer the higher the person's number. */
function madeUpTemplates(dimensions: number): PhotoTemplates {
  const people = Array.from({ length: 600 }, (_, photo) => Math.floor(photo / (1 + (photo % 4))));
  const rows = people.map((person, photo) => {
    const vector = new Float32Array(dimensions).fill(0.15);
    new RandomStream(SEED, 100, person).addNormal(0.1, vector);
    new RandomStream(SEED, 101, photo).addNormal(0.05, vector);
    return toUnitLength(vector);
  });
  return { dimensions, people, vectors: Float32Array.from(rows.flatMap((row) => [...row])) };
}

describe('normal numbers of a random stream', () => {
  it('have mean 0, variance 1 and the tails of the normal distribution', () => {
    const numbers = new Float32Array(200_000);
    new RandomStream(1, 2, 3).addNormal(1, numbers);
    const all = [...numbers];
    expect(Math.abs(meanOf(all))).toBeLessThan(0.01);
    expect(meanOf(all.map((number) => number * number))).toBeCloseTo(1, 1);
    expect(all.filter((number) => number > 1.96).length / all.length).toBeCloseTo(0.025, 2);
  });

  it('of different streams do not resemble each other', () => {
    const [one, other] = [3, 4].map((index) => {
      const numbers = new Float32Array(4096);
      new RandomStream(1, 2, index).addNormal(1, numbers);
      return toUnitLength(numbers);
    });
    expect(Math.abs(similarityOf(one ?? new Float32Array(), other ?? new Float32Array()))).toBeLessThan(0.08);
  });
});

describe('synthetic faces', () => {
  it('are the same whenever they are made, in any order', () => {
    const faces = synthetic('synthetic');
    const late = templateOf(faces, 2999);
    templateOf(faces, 5);
    expect(templateOf(synthetic('synthetic'), 2999)).toEqual(late);
    expect(templateOf(synthetic('synthetic', SEED + 1), 2999)).not.toEqual(late);
  });

  it.each([
    ['synthetic', 0.6],
    ['harder', 0.4],
  ] as const)(
    'of one person have the cosine that the %s set was designed for, strangers none',
    (kind, cosine) => {
      const { own, strangers } = cosinesOf(synthetic(kind));
      expect(meanOf(own)).toBeCloseTo(cosine, 2);
      expect(Math.abs(meanOf(strangers))).toBeLessThan(0.01);
    },
  );

  it('belong to people with ten faces on average and sixty at most', () => {
    const counts = [
      ...facesOfPeople(
        openFaces(
          { kind: 'synthetic', count: 50_000, probes: 1, seed: SEED, packId: '' },
          peopleOfFaces(50_000, SEED),
        ),
      ).values(),
    ];
    expect(meanOf(counts)).toBeGreaterThan(9.3);
    expect(meanOf(counts)).toBeLessThan(10.7);
    expect(Math.max(...counts)).toBe(60);
  });

  it('know four probes in five', () => {
    const faces = synthetic('synthetic');
    const known = facesOfPeople(faces);
    const knownProbes = Array.from({ length: faces.probes }, (_, probe) => probe).filter((probe) =>
      known.has(faces.personOfProbe(probe)),
    );
    expect(knownProbes).toHaveLength(40);
  });
});

describe('faces drawn from real templates', () => {
  const templates = madeUpTemplates(64);

  it('are as alike within and between people as the templates are', () => {
    const faces = new ClusteredFaces(templates, peopleOfFaces(2000, SEED), { probes: 10, seed: SEED });
    const drawn = cosinesOf(faces);
    const real = photosOfPeople(templates);
    const realOwn = real.flatMap(([first = 0, ...others]) =>
      others.map((other) => similarityOf(templateAt(templates, first), templateAt(templates, other))),
    );
    const realStrangers = real.map(([photo = 0]) =>
      similarityOf(templateAt(templates, 599), templateAt(templates, photo)),
    );
    expect(meanOf(drawn.own)).toBeCloseTo(meanOf(realOwn), 1);
    expect(meanOf(drawn.strangers)).toBeCloseTo(meanOf(realStrangers), 1);
    expect(meanOf(drawn.own)).toBeGreaterThan(meanOf(drawn.strangers) + 0.05);
  });

  it('leave the probes of real photos out of the gallery', () => {
    const faces = new PhotographedFaces(templates, 50, SEED);
    const known = facesOfPeople(faces);
    const gallery = new Set(
      Array.from({ length: faces.count }, (_, face) => String(templateOf(faces, face))),
    );
    const probes = Array.from({ length: faces.probes }, (_, probe) => probe);
    expect(faces.count).toBe(600 - faces.probes);
    expect(probes.filter((probe) => gallery.has(String(probeOf(faces, probe))))).toEqual([]);
    expect(probes.filter((probe) => known.has(faces.personOfProbe(probe)))).toHaveLength(40);
  });
});
