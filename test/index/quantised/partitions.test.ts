import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { similarityOf } from '../../../src/core/similarity.ts';
import { bruteForce, problemsOf } from '../../contracts/brute-force.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { ENOUGH_FACES, PartitionedGallery, SPACE } from './partitioned-gallery.ts';

/** Photos of other people are farther away. */
const SAME_PERSON = 0.75;
const QUERY = { limit: 5, minSimilarity: SAME_PERSON };

/** Share of the photos of the same people that searches with new ones find. */
async function recallOf(gallery: PartitionedGallery, searches: number): Promise<number> {
  let right = 0;
  let found = 0;
  for (let search = 0; search < searches; search += 1) {
    const probe = gallery.photo();
    const answer = await gallery.index.search([SPACE], probe, QUERY);
    expect(problemsOf(answer, gallery.faces, probe, { ...QUERY, mayMiss: 1 }).filter(isWrong)).toEqual([]);
    right += bruteForce(gallery.faces, probe, QUERY).length;
    found += answer.length;
  }
  return found / right;
}

/** To miss a face is no mistake here: it is counted. */
function isWrong(problem: string): boolean {
  return !problem.includes('instead of');
}

it('finds nearly all photos of a person though it looks at a part of the gallery only', async () => {
  const gallery = new PartitionedGallery(71);
  await gallery.fill(1, ENOUGH_FACES);
  await gallery.regrouped();
  expect(gallery.index.usage.partitions).toBe(128);
  expect(await recallOf(gallery, 100)).toBeGreaterThan(0.99);
  // Of strangers something is missed: not all of the gallery is looked at.
  let missed = 0;
  for (let search = 0; search < 40; search += 1) {
    const probe = randomTemplate(32, gallery.random);
    const answer = await gallery.index.search([SPACE], probe, { limit: 20 });
    expect(answer).toHaveLength(20);
    const least = bruteForce(gallery.faces, probe, { limit: 20 }).at(-1)?.similarity ?? 1;
    missed += answer.filter(({ similarity }) => similarity < least).length;
  }
  expect(missed).toBeGreaterThan(0);
});

it('compares all of named faces, wherever they are', async () => {
  const gallery = new PartitionedGallery(72);
  await gallery.fill(1, ENOUGH_FACES);
  await gallery.regrouped();
  const probe = randomTemplate(32, gallery.random);
  for (const share of [0.01, 0.5]) {
    const among = [...gallery.faces.keys()].filter(() => gallery.random() < share);
    const query = { limit: 20, among };
    const answer = await gallery.index.search([SPACE], probe, query);
    expect(problemsOf(answer, gallery.faces, probe, { ...query, mayMiss: 0.1 })).toEqual([]);
  }
  const upToNumber = 9000;
  const early = await gallery.index.search([SPACE], gallery.photo(), { limit: 50, upToNumber });
  expect(early).toHaveLength(50);
  expect(early.every(({ faceNumber }) => faceNumber <= upToNumber)).toBe(true);
});

it('shows what comes, goes and changes while faces are regrouped, and afterwards', async () => {
  const gallery = new PartitionedGallery(73);
  await gallery.fill(1, ENOUGH_FACES);
  const all = () => [...gallery.faces.keys()];
  const change = () => {
    for (const number of all()) if (gallery.random() < 0.02) gallery.remove(number);
    // Some get another template, others come back.
    for (let number = 1; number < ENOUGH_FACES; number += 97) gallery.add(number);
    for (let count = 0; count < 50; count += 1) gallery.add(20_000 + Math.floor(gallery.random() * 50_000));
  };
  let changes = 0;
  while (gallery.index.usage.partitions === 0) {
    // Not for ever, lest nothing is left on a machine that is slow.
    if (changes < 20) change();
    changes += 1;
    await setTimeout(20);
  }
  expect(changes).toBeGreaterThan(3);
  expect(gallery.index.size(SPACE)).toBe(gallery.faces.size);
  expect(await recallOf(gallery, 40)).toBeGreaterThan(0.99);
  for (let round = 0; round < 10; round += 1) change();
  expect(gallery.index.size(SPACE)).toBe(gallery.faces.size);
  expect(await recallOf(gallery, 40)).toBeGreaterThan(0.99);
  for (const number of all()) gallery.remove(number);
  expect(gallery.index.size(SPACE)).toBe(0);
  await vi.waitFor(
    () => expect(gallery.index.usage).toMatchObject({ faces: 0, takenBytes: 0, arenas: 0, partitions: 0 }),
    { timeout: 20_000 },
  );
});

it('shows each search the faces of its beginning, though they are regrouped meanwhile', async () => {
  const gallery = new PartitionedGallery(74);
  await gallery.fill(1, ENOUGH_FACES);
  const probe = gallery.photo();
  const seen = new Map(gallery.faces);
  const searches: Promise<readonly string[]>[] = [];
  while (gallery.index.usage.partitions === 0) {
    const search = gallery.index.search([SPACE], probe, QUERY);
    searches.push(search.then((answer) => problemsOf(answer, seen, probe, { ...QUERY, mayMiss: 0.2 })));
    await setTimeout(2);
  }
  expect(searches.length).toBeGreaterThan(5);
  expect((await Promise.all(searches)).flat()).toEqual([]);
});

it('gives the memory back that faces had before they were regrouped', async () => {
  const gallery = new PartitionedGallery(75);
  await gallery.fill(1, ENOUGH_FACES);
  const before = gallery.index.usage.takenBytes;
  await gallery.regrouped();
  await vi.waitFor(() => expect(gallery.index.usage.takenBytes).toBeLessThan(1.1 * before), {
    timeout: 20_000,
  });
  gallery.index.removeSpace(SPACE);
  await vi.waitFor(() => expect(gallery.index.usage).toMatchObject({ arenas: 0, takenBytes: 0 }), {
    timeout: 20_000,
  });
});

it('gives everything back when the gallery is removed while its faces are regrouped', async () => {
  for (const waitMs of [0, 30, 200, 400, 600]) {
    const gallery = new PartitionedGallery(76);
    await gallery.fill(1, ENOUGH_FACES);
    await setTimeout(waitMs);
    gallery.index.removeSpace(SPACE);
    await vi.waitFor(
      () => expect(gallery.index.usage).toMatchObject({ faces: 0, takenBytes: 0, arenas: 0, partitions: 0 }),
      { timeout: 20_000 },
    );
    gallery.faces.clear();
    await gallery.fill(1, 2000);
    expect(await recallOf(gallery, 5)).toBe(1);
  }
});

it('ends at once when it is closed while faces are regrouped', async () => {
  const gallery = new PartitionedGallery(77);
  await gallery.fill(1, ENOUGH_FACES);
  await setTimeout(100);
  expect(gallery.index.usage.partitions).toBe(0);
  const startedAtMs = performance.now();
  await gallery.index.close();
  expect(performance.now() - startedAtMs).toBeLessThan(1000);
});

it('regroups anew when the gallery has grown', async () => {
  const gallery = new PartitionedGallery(78);
  await gallery.fill(1, ENOUGH_FACES);
  await gallery.regrouped();
  for (const number of gallery.faces.keys()) if (number % 9 === 0) gallery.remove(number);
  await gallery.fill(ENOUGH_FACES + 1, 3 * ENOUGH_FACES);
  await vi.waitFor(() => expect(gallery.index.usage.partitions).toBe(256), { timeout: 100_000 });
  expect(gallery.index.size(SPACE)).toBe(gallery.faces.size);
  expect(await recallOf(gallery, 40)).toBeGreaterThan(0.99);
});

it('copes with codes that are made anew while faces are regrouped', async () => {
  const gallery = new PartitionedGallery(79, { partitioning: { from: 40_000, rowsPerPartition: 128 } });
  await gallery.fill(1, 65_535);
  expect(gallery.index.usage.partitions).toBe(0);
  await gallery.fill(65_536, 66_000);
  await gallery.regrouped();
  expect(await recallOf(gallery, 40)).toBeGreaterThan(0.98);
});

it('looks at all of a gallery in which nobody has two photos, or photos say nothing', async () => {
  const gallery = new PartitionedGallery(80);
  for (let number = 1; number <= ENOUGH_FACES; number += 1) {
    gallery.add(number, randomTemplate(32, gallery.random));
  }
  await gallery.index.settle();
  await setTimeout(3000);
  expect(gallery.index.usage.partitions).toBe(0);
  const probe = randomTemplate(32, gallery.random);
  const [best] = await gallery.index.search([SPACE], probe, { limit: 1 });
  const [right] = bruteForce(gallery.faces, probe, { limit: 1 });
  expect(best).toMatchObject({ faceNumber: right?.faceNumber });
  expect(best?.similarity).toBeCloseTo(
    similarityOf(probe, gallery.faces.get(best?.faceNumber ?? 0) ?? probe),
  );
});

it('is audited by looking at all of the gallery', async () => {
  const gallery = new PartitionedGallery(82, { auditPercent: 100 });
  await gallery.fill(1, ENOUGH_FACES);
  await gallery.regrouped();
  // An audit waits for threads that have nothing else to do: also for the searches of this test.
  const recallAfter = async (probe: Float32Array) => {
    const { searches } = gallery.index.audit;
    await gallery.index.search([SPACE], probe, { limit: 10 });
    await vi.waitUntil(() => gallery.index.audit.searches > searches, { timeout: 60_000, interval: 5 });
    return gallery.index.audit.recall ?? 0;
  };
  let recall = 0;
  for (let photo = 1; photo <= 5; photo += 1) recall = await recallAfter(gallery.photo());
  const ofPhotos = recall;
  expect(ofPhotos).toBeGreaterThan(0.95);
  // Of people who are not there, only strangers are to be found: some of them are missed, and that is noticed.
  for (let stranger = 1; stranger <= 30 && recall >= ofPhotos; stranger += 1) {
    recall = await recallAfter(randomTemplate(32, gallery.random));
  }
  expect(recall).toBeLessThan(ofPhotos);
});
