/**
 * The calibration of a pack, rewritten by `npm run bench:accuracy -- --pack standard-2 --calibrate`.
 *
 * Every photo of LFW's folds 0-4 is analysed and the face that its label means is taken; the similarities of all
 * pairs of photos of different people give the false-match rates, where every two people count the same, however many
 * photos there are of them. The similarity from which two faces count
 * as the same photo lies between re-encoded copies and other photos of the same person.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { calibrate } from '../../src/core/evaluation/calibrate.ts';
import { SimilarityHistogram } from '../../src/core/evaluation/similarity-histogram.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { Vision } from '../../src/ports/vision.ts';
import { personOf } from './fit/lfw-people.ts';
import { dataPath } from './labelled-photos.ts';

/** Share of other photos of the same person that may pass for the same photo. */
const OTHERS_TAKEN_FOR_COPIES = 0.001;
const COPIED_PHOTOS = 120;
/** Strangers above it are printed: LFW names some people twice. */
const LIKELY_SAME_PERSON = 0.9;

export interface LfwTemplate {
  readonly photo: string;
  readonly template: Float32Array;
}

function comparePeople(templates: readonly LfwTemplate[]) {
  const people = templates.map(({ photo }) => personOf(photo));
  const photos = new Map<string, number>();
  for (const person of people) photos.set(person, (photos.get(person) ?? 0) + 1);
  const shareOf = (index: number) => 1 / (photos.get(people[index] ?? '') ?? 1);
  const strangers = new SimilarityHistogram();
  const samePerson = new SimilarityHistogram();
  const mostAlike: { similarity: number; pair: string }[] = [];
  templates.forEach((first, index) => {
    for (const [later, second] of templates.slice(index + 1).entries()) {
      const similarity = similarityOf(first.template, second.template);
      const isSame = people[index] === people[index + 1 + later];
      if (isSame) samePerson.add(similarity);
      else strangers.add(similarity, shareOf(index) * shareOf(index + 1 + later));
      if (!isSame && similarity > LIKELY_SAME_PERSON)
        mostAlike.push({ similarity, pair: `${first.photo} ${second.photo}` });
    }
  });
  mostAlike.sort((first, second) => second.similarity - first.similarity);
  return { strangers, samePerson, mostAlike };
}

const COPIES: readonly [string, (photo: Sharp) => Sharp][] = [
  ['JPEG 75', (photo) => photo.jpeg({ quality: 75 })],
  ['JPEG 40', (photo) => photo.jpeg({ quality: 40 })],
  ['WebP 60', (photo) => photo.webp({ quality: 60 })],
  ['three quarters of the size', (photo) => photo.resize({ width: 188 }).jpeg({ quality: 85 })],
  ['half the size', (photo) => photo.resize({ width: 125 }).jpeg({ quality: 85 })],
];

/** Prints how like their originals copies are. */
async function compareCopies(
  vision: Vision,
  packId: string,
  templates: readonly LfwTemplate[],
): Promise<void> {
  const step = Math.floor(templates.length / COPIED_PHOTOS);
  const chosen = templates.filter((_, index) => index % step === 0);
  for (const [name, change] of COPIES) {
    const histogram = new SimilarityHistogram();
    for (const { photo, template } of chosen) {
      const copy = await change(sharp(await readFile(dataPath('lfw', photo)))).toBuffer();
      const face = (await vision.analyze(copy, { packId })).faces[0];
      histogram.add(face ? similarityOf(face.template, template) : -1);
    }
    const shares = [0.5, 0.95, 0.99].map((share) => histogram.similarityAt(share).toFixed(4));
    console.log(`copies, ${name}: 50 %, 95 %, 99 % reach ${shares.join(', ')}`);
  }
}

function sourceText(packId: string, calibration: unknown, facts: string): string {
  const literal = JSON.stringify(calibration, undefined, 2).replaceAll(/"(\w+)":/g, '$1:');
  return `import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack ${packId} --calibrate"; do not edit. ${facts} */
export const ${packId.toUpperCase().replaceAll('-', '_')}_CALIBRATION: Calibration = ${literal};
`;
}

/** Rewrites the calibration of a pack from the templates of LFW photos and prints what it found. */
export async function calibratePack(
  vision: Vision,
  packId: string,
  templates: readonly LfwTemplate[],
): Promise<void> {
  const { strangers, samePerson, mostAlike } = comparePeople(templates);
  console.log(
    `${Math.round(strangers.total)} pairs of people, ${samePerson.total} pairs of photos of the same person`,
  );
  for (const { similarity, pair } of mostAlike.slice(0, 12))
    console.log(`  ${similarity.toFixed(4)} ${pair}`);
  for (const share of [0.5, 0.1, 0.01, 0.001]) {
    console.log(`same person, ${share} reach ${samePerson.similarityAt(share).toFixed(4)}`);
  }
  await compareCopies(vision, packId, templates);
  const samePhoto = Number(samePerson.similarityAt(OTHERS_TAKEN_FOR_COPIES).toFixed(3));
  const facts = `From ${Math.round(strangers.total)} pairs of people, ${templates.length} photos.`;
  const target = new URL(`../../src/vision/packs/learned/${packId}-calibration.ts`, import.meta.url);
  await writeFile(fileURLToPath(target), sourceText(packId, calibrate(strangers, samePhoto), facts));
}
