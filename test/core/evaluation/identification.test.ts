import { describe, expect, it } from 'vitest';
import {
  type OpenSet,
  openSetOf,
  searchAll,
  withGalleryOf,
} from '../../../src/core/evaluation/identification.ts';
import { cumulativeMatches, missesAt } from '../../../src/core/evaluation/identification-rates.ts';
import type { LabelledFace } from '../../../src/core/evaluation/labelled-face.ts';
import { finish } from './finish.ts';

/** A face at an angle: the similarity of two is the cosine of the angle between them. */
function faceAt(person: string, degrees: number, photo = 0): LabelledFace {
  const radians = (degrees * Math.PI) / 180;
  return { photo, person, template: Float32Array.from([Math.cos(radians), Math.sin(radians)]) };
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

/** Three people enrolled, three not. The second probe of Berta lies nearer to Carla. */
const SIX_PEOPLE: OpenSet = {
  gallery: [faceAt('Anna', 0), faceAt('Berta', 60), faceAt('Carla', 120)],
  mated: [faceAt('Anna', 10), faceAt('Berta', 62), faceAt('Berta', 95), faceAt('Carla', 150)],
  unmated: [faceAt('Dora', 30), faceAt('Edith', 220), faceAt('Frida', 121)],
};

describe('searching for people among six', () => {
  const searches = finish(searchAll(SIX_PEOPLE, cosine(31)));

  it('ranks the own face', () => {
    expect(searches.mated.map(({ rank }) => rank)).toEqual([1, 1, 2, 1]);
    expect(cumulativeMatches(searches.mated, 3)).toEqual([0.75, 1, 1]);
  });

  it('says how alike strangers are, and how many reach a similarity', () => {
    const [dora, edith, frida] = searches.unmated;
    expect(dora?.similarity).toBeCloseTo(cosine(30), 6);
    expect(edith?.similarity).toBeCloseTo(cosine(100), 6);
    expect(frida?.similarity).toBeCloseTo(cosine(1), 6);
    expect(searches.unmated.map(({ reaching }) => reaching)).toEqual([2, 0, 1]);
  });

  it('misses whoever lies further than the strangers that are tolerated', () => {
    // Ten times the three strangers, so that ten stand behind a rate of a third.
    const many = { ...searches, unmated: Array.from({ length: 10 }, () => searches.unmated).flat() };
    const misses = missesAt(many, 1 / 3);
    // Only Frida may find somebody, so the threshold lies just above the 30 degrees of Dora.
    expect(misses.threshold).toBeCloseTo(cosine(30), 5);
    // Berta at 35 degrees and Carla at 30 degrees are missed.
    expect(misses.falseNegativeRate).toBe(0.5);
    expect(missesAt(many, 2 / 3)).toMatchObject({ falseNegativeRate: 0 });
  });

  it('gives no figure where too few searches stand behind it', () => {
    expect(missesAt(searches, 0.1)).toEqual({ falsePositiveRate: 0.1, isMeasured: false });
  });
});

describe('the open set', () => {
  const faces = Array.from({ length: 200 }, (_, photo) => faceAt(`person ${photo % 40}`, photo, photo));
  const openSet = openSetOf(faces);

  it('enrols one photo of one half of the people and uses every other photo once', () => {
    const enrolled = new Set(openSet.gallery.map(({ person }) => person));
    expect(openSet.gallery).toHaveLength(20);
    expect(enrolled.size).toBe(20);
    expect(openSet.mated.every(({ person }) => enrolled.has(person))).toBe(true);
    expect(openSet.unmated.some(({ person }) => enrolled.has(person))).toBe(false);
    const all = [...openSet.gallery, ...openSet.mated, ...openSet.unmated].map(({ photo }) => photo);
    expect(all.sort((one, other) => one - other)).toEqual(faces.map(({ photo }) => photo));
  });

  it('is the same every time, and shrinks to fewer people', () => {
    expect(openSetOf(faces)).toEqual(openSet);
    const small = withGalleryOf(openSet, 5);
    expect(small.gallery).toEqual(openSet.gallery.slice(0, 5));
    expect(small.mated).toHaveLength(5 * 4);
    expect(small.unmated).toEqual(openSet.unmated);
  });
});
