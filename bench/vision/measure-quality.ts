/**
 * `tsx bench/vision/measure-quality.ts [standard-2]`: what each part of the quality says about recognition. Photos of
 * people of whom there are several, plain and spoilt in ways that cameras and networks spoil them, are compared with a
 * plain photo of the same person; for each part and each range of its values it prints how many faces lie there and how
 * many of them are missed at a false-match rate of one in a thousand.
 */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { FaceQuality } from '../../src/core/face.ts';
import { QUALITY_PARTS } from '../../src/core/quality-rules.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { similarityAtRate } from '../../src/core/thresholds.ts';
import type { Vision } from '../../src/ports/vision.ts';
import { openBenchVision } from './analyze-all.ts';
import { lfwPhotos, personOf } from './fit/lfw-people.ts';
import { dataPath, hasLabelledPhotos } from './labelled-photos.ts';

const PEOPLE = 220;
const FALSE_MATCH_RATE = 1e-3;
const RANGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const LFW_SIDE_PX = 250;

const SPOILT: readonly ((photo: Sharp) => Sharp)[] = [
  (photo) => photo,
  (photo) => photo.resize({ width: LFW_SIDE_PX / 2 }),
  (photo) => photo.resize({ width: Math.round(LFW_SIDE_PX / 4) }),
  (photo) => photo.resize({ width: Math.round(LFW_SIDE_PX / 6) }),
  (photo) => photo.blur(2),
  (photo) => photo.blur(4),
  (photo) => photo.linear(0.25, 0),
  (photo) => photo.linear(0.08, 0),
  (photo) => photo.linear(3, 0),
  (photo) => photo.linear(0.15, 160),
  (photo) => photo.jpeg({ quality: 10 }),
];

/** A face and how like it is to a plain photo of the same person. */
interface Comparison {
  readonly quality: FaceQuality;
  readonly similarity: number;
}

/** Two photos of as many people. */
function photosOfPeople(): readonly (readonly [string, string])[] {
  const photos = new Map<string, string[]>();
  for (const photo of lfwPhotos()) {
    const person = personOf(photo);
    photos.set(person, [...(photos.get(person) ?? []), photo]);
  }
  return [...photos.values()]
    .flatMap(([first, second]) => (first && second ? [[first, second] as const] : []))
    .slice(0, PEOPLE);
}

async function leadingFace(vision: Vision, packId: string, photo: Uint8Array) {
  return (await vision.analyze(photo, { packId })).faces[0];
}

async function comparePerson(
  vision: Vision,
  packId: string,
  [first, second]: readonly [string, string],
): Promise<Comparison[]> {
  const plain = await leadingFace(vision, packId, await readFile(dataPath('lfw', first)));
  const other = await readFile(dataPath('lfw', second));
  const comparisons: Comparison[] = [];
  for (const spoil of SPOILT) {
    const face = await leadingFace(vision, packId, await spoil(sharp(other)).toBuffer());
    if (!plain || !face) continue;
    const { quality, template } = face;
    comparisons.push({ quality, similarity: similarityOf(plain.template, template) });
  }
  return comparisons;
}

function printPart(part: keyof FaceQuality, comparisons: readonly Comparison[], threshold: number): void {
  console.log(`${part}:`);
  for (const [index, from] of RANGES.entries()) {
    const to = RANGES[index + 1] ?? Infinity;
    const inRange = comparisons.filter(({ quality }) => {
      const value = quality[part] ?? 0;
      return value >= from && value < to;
    });
    const missed = inRange.filter(({ similarity }) => similarity < threshold).length;
    const share = inRange.length === 0 ? '-' : `${((100 * missed) / inRange.length).toFixed(1)} %`;
    console.log(`  from ${from}: ${inRange.length} faces, ${share} missed`);
  }
}

if (hasLabelledPhotos) {
  const vision = await openBenchVision();
  const pack = await vision.requirePack(process.argv[2] ?? vision.pack.id);
  const people = [...photosOfPeople()].reverse();
  const comparisons: Comparison[] = [];
  const work = async () => {
    for (let person = people.pop(); person !== undefined; person = people.pop()) {
      comparisons.push(...(await comparePerson(vision, pack.id, person)));
    }
  };
  await Promise.all(Array.from({ length: 2 * vision.load().workers }, work));
  const threshold = similarityAtRate(pack.calibration, FALSE_MATCH_RATE) ?? 1;
  console.log(`${pack.id}: ${comparisons.length} faces, threshold ${threshold.toFixed(3)}`);
  for (const part of QUALITY_PARTS) printPart(part, comparisons, threshold);
  await vision.close();
} else {
  console.warn('The labelled photos are not on this machine; nothing was measured.');
}
