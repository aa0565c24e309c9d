import { expect, it, onTestFinished, vi } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { toUnitLength } from '../../../src/core/similarity.ts';
import { Metrics } from '../../../src/http/metrics.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { recallOf } from '../../../src/index/quantised/recall-audit.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { metricOf } from '../../support/metrics.ts';

const SPACE = 'gallery pack';
const DIMENSIONS = 64;
const FACES = 12_000;

function openIndex(auditPercent: number): QuantisedFaceIndex {
  const templates = (faces: readonly unknown[]) => Promise.resolve(faces.map(() => undefined));
  const index = new QuantisedFaceIndex({ templates, scanThreads: 2, auditPercent });
  onTestFinished(() => index.close());
  return index;
}

function near(centre: Float32Array, spread: number, random: () => number): Float32Array {
  const noise = randomTemplate(DIMENSIONS, random);
  return toUnitLength(centre.map((component, at) => component + spread * (noise[at] ?? 0)));
}

/** Searches until some were audited. @returns the metrics that a server shows then */
async function searchUntilAudited(index: QuantisedFaceIndex, probes: () => Float32Array): Promise<string> {
  const metrics = new Metrics({
    index: () => ({ ...index.usage, auditedSearches: index.audit.searches, recall: index.audit.recall }),
  });
  onTestFinished(() => metrics.close());
  await vi.waitFor(
    async () => {
      await index.search([SPACE], probes(), { limit: 10 });
      expect(index.audit.searches).toBeGreaterThanOrEqual(5);
    },
    // Audits wait for threads that have nothing else to do.
    { timeout: 120_000, interval: 300 },
  );
  return metrics.render();
}

it('shows that nearly all is found of people whose photos are alike', async () => {
  const random = seededRandom(61);
  const index = openIndex(100);
  const people = Array.from({ length: FACES / 10 }, () => randomTemplate(DIMENSIONS, random));
  const anyone = () =>
    near(people[Math.floor(random() * people.length)] ?? randomTemplate(64, random), 0.5, random);
  for (let number = 0; number < FACES; number += 1) {
    index.add(SPACE, number, near(people[number % people.length] ?? anyone(), 0.5, random));
  }
  const shown = await searchUntilAudited(index, anyone);
  expect(metricOf(shown, 'likeness_index_recall')).toBeGreaterThan(0.97);
  expect(metricOf(shown, 'likeness_index_audited_searches_total')).toBeGreaterThanOrEqual(5);
  expect(metricOf(shown, 'likeness_index_faces')).toBe(FACES);
  expect(metricOf(shown, 'likeness_index_code_bytes')).toBe(index.usage.takenBytes);
});

it('shows that much is missed when the codes tell nothing', async () => {
  const random = seededRandom(62);
  const index = openIndex(100);
  const [first, second] = [randomTemplate(DIMENSIONS, random), randomTemplate(DIMENSIONS, random)];
  // Codes are made around the mean of the first faces: those of the second person differ in hardly a bit.
  for (let number = 0; number < FACES; number += 1) {
    index.add(SPACE, number, near(number < 1100 ? first : second, 0.02, random));
  }
  const shown = await searchUntilAudited(index, () => near(second, 0.02, random));
  expect(metricOf(shown, 'likeness_index_recall')).toBeLessThan(0.8);
});

it('audits nothing when told so, and nothing that is compared one by one anyway', async () => {
  const random = seededRandom(63);
  const [never, small] = [openIndex(0), openIndex(100)];
  for (let number = 0; number < 3000; number += 1) never.add(SPACE, number, randomTemplate(8, random));
  for (let number = 0; number < 900; number += 1) small.add(SPACE, number, randomTemplate(8, random));
  for (const index of [never, small]) {
    await index.search([SPACE], randomTemplate(8, random), { limit: 10 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(index.audit).toEqual({ searches: 0, recall: undefined });
  }
});

it('counts what was found of the most similar faces', () => {
  const faces = [0.9, 0.8, 0.7, 0.6].map((similarity, faceNumber) => ({ similarity, faceNumber, space: 1 }));
  expect(recallOf({ right: faces, found: faces }, 3)).toBe(1);
  expect(recallOf({ right: faces, found: faces.slice(1) }, 2)).toBe(0.5);
  expect(recallOf({ right: faces, found: [] }, 4)).toBe(0);
  expect(recallOf({ right: [], found: [] }, 4)).toBe(1);
});
