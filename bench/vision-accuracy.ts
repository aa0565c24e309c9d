/**
 * Accuracy and speed of a pack on labelled photos: `npm run bench:accuracy -- --pack standard-2`. With `--calibrate`
 * it also rewrites the calibration of the pack and of its recognisers.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { centralFaceOf } from '../src/core/evaluation/central-face.ts';
import {
  bestThreshold,
  crossValidatedAccuracy,
  type ScoredPair,
} from '../src/core/evaluation/cross-validated-accuracy.ts';
import { ErrorRates } from '../src/core/evaluation/error-rates.ts';
import { SimilarityHistogram } from '../src/core/evaluation/similarity-histogram.ts';
import { similarityOf } from '../src/core/similarity.ts';
import type { AnalyzedPhoto, StageTimings, Vision } from '../src/ports/vision.ts';
import { analyzeAll, openBenchVision } from './vision/analyze-all.ts';
import { calibratePack, type LfwTemplate } from './vision/calibrate-pack.ts';
import { calibrateRecognisers } from './vision/calibrate-recognisers.ts';
import { checkScores } from './vision/check-scores.ts';
import { lfwPhotos } from './vision/fit/lfw-people.ts';
import { crowdCounts, dataPath, hasLabelledPhotos, lfwPairs } from './vision/labelled-photos.ts';

const { values: flags } = parseArgs({
  options: {
    pack: { type: 'string', default: 'standard-2' },
    calibrate: { type: 'boolean', default: false },
  },
});
const packId = flags.pack;

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function measureCrowd(vision: Vision): Promise<void> {
  const counts = Object.entries(crowdCounts());
  const photos = await analyzeAll(
    vision,
    packId,
    counts.map(([name]) => dataPath('crowd', name)),
  );
  const rows = counts.map(([name, expected]) => {
    const found = photos.get(dataPath('crowd', name))?.faces.length ?? 0;
    return { name, expected, found };
  });
  for (const { name, expected, found } of rows) console.log(`  ${name}: ${found} of ${expected}`);
  const expected = sum(rows.map((row) => row.expected));
  const matched = sum(rows.map((row) => Math.min(row.expected, row.found)));
  const surplus = sum(rows.map((row) => Math.max(0, row.found - row.expected)));
  console.log(`crowd: ${matched} of ${expected} faces (${percent(matched / expected)}), ${surplus} too many`);
}

async function measureNoFace(vision: Vision): Promise<void> {
  const paths = readdirSync(dataPath('noface')).map((name) => dataPath('noface', name));
  const photos = await analyzeAll(vision, packId, paths);
  const found = sum([...photos.values()].map(({ faces }) => faces.length));
  console.log(`no face: ${found} faces in ${paths.length} photos without any`);
}

function printTimings(photos: readonly AnalyzedPhoto[]): void {
  const stages = ['decodeMs', 'detectMs', 'embedMs'] as const satisfies readonly (keyof StageTimings)[];
  const line = stages.map(
    (stage) => `${stage} ${median(photos.map(({ timings }) => timings[stage])).toFixed(1)}`,
  );
  console.log(`median of a photo: ${line.join(', ')}`);
}

type TemplateOf = (photo: string) => Float32Array | undefined;

/** Share of pairs of the same person that are accepted where at most this share of strangers is. */
function acceptedAt(pairs: readonly ScoredPair[], falseMatchRate: number): number {
  const [genuine, impostor] = [new SimilarityHistogram(), new SimilarityHistogram()];
  for (const { similarity, samePerson } of pairs) (samePerson ? genuine : impostor).add(similarity);
  return 1 - new ErrorRates(genuine, impostor).atFalseMatchRate(falseMatchRate).falseNonMatchRate;
}

function printVerification(what: string, templateOf: TemplateOf): void {
  const scored = lfwPairs().map(({ first, second, samePerson, fold }) => {
    const [one, other] = [templateOf(first), templateOf(second)];
    return { similarity: one && other ? similarityOf(one, other) : -1, samePerson, fold };
  });
  const accuracy = crossValidatedAccuracy(scored).toFixed(4);
  console.log(`LFW pairs, ${what}: accuracy ${accuracy} (threshold ${bestThreshold(scored).toFixed(3)})`);
  console.log(`  accepted at 1 % false matches: ${percent(acceptedAt(scored, 1e-2))}`);
  console.log(`  accepted at 0.1 % false matches: ${percent(acceptedAt(scored, 1e-3))}`);
}

async function measureLfw(vision: Vision): Promise<LfwTemplate[]> {
  const names = lfwPhotos();
  const startedAtMs = performance.now();
  const paths = names.map((name) => dataPath('lfw', name));
  const photos = await analyzeAll(vision, packId, paths);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const photoOf = (name: string) => photos.get(dataPath('lfw', name));
  const leading: TemplateOf = (name) => photoOf(name)?.faces[0]?.template;
  const labelled: TemplateOf = (name) => {
    const photo = photoOf(name);
    return photo && centralFaceOf(photo)?.template;
  };
  const without = names.filter((name) => leading(name) === undefined);
  console.log(`LFW: a face in ${percent(1 - without.length / names.length)} of ${names.length} photos`);
  console.log(`  none in: ${without.join(', ') || '-'}`);
  printVerification('the leading face, as the product takes it', leading);
  printVerification('the face that the label means', labelled);
  console.log(`${(names.length / seconds).toFixed(1)} photos/s with ${vision.load().workers} workers`);
  printTimings([...photos.values()]);
  return names.flatMap((photo) => {
    const template = labelled(photo);
    return template ? [{ photo, template }] : [];
  });
}

if (hasLabelledPhotos) {
  const vision = await openBenchVision();
  await measureCrowd(vision);
  await measureNoFace(vision);
  const templates = await measureLfw(vision);
  checkScores(templates);
  if (flags.calibrate) {
    await calibratePack(vision, packId, templates);
    await calibrateRecognisers(await vision.requirePack(packId), templates);
  }
  await vision.close();
} else {
  console.warn('The labelled photos are not on this machine; nothing was measured.');
}
