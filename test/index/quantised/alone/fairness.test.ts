import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../../src/index/quantised/quantised-face-index.ts';
import { randomTemplate } from '../../../contracts/seeded-templates.ts';
import { leastOfFive } from '../../../support/fair-measurement.ts';

const DIMENSIONS = 128;
const GIANT = ['giant pack'];
const SMALL = ['small pack'];
const GONE = 'gone pack';
const FACES = 1_000_000;
const random = seededRandom(41);
const some = Array.from({ length: 200 }, () => randomTemplate(DIMENSIONS, random));
const index = new QuantisedFaceIndex({
  templates: (faces) => Promise.resolve(faces.map(() => undefined)),
  scanThreads: 2,
  searchLimit: 64,
});

function templateOf(number: number): Float32Array {
  return some[number % some.length] ?? new Float32Array(DIMENSIONS);
}

async function fill(space: string, faces: number): Promise<void> {
  for (let number = 1; number <= faces; number += 1) {
    index.add(space, number, templateOf(number));
    if (number % 5000 === 0) await index.settle();
  }
  await index.settle();
}

beforeAll(async () => {
  await fill(SMALL[0] ?? '', 500);
  await fill(GIANT[0] ?? '', FACES);
});

afterAll(() => index.close());

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

function searchGiant(count: number, signal?: AbortSignal): Promise<PromiseSettledResult<unknown>[]> {
  const query = { limit: 10, signal };
  return Promise.allSettled(
    Array.from({ length: count }, () => index.search(GIANT, randomTemplate(DIMENSIONS, random), query)),
  );
}

it('answers a search of a small gallery soon while 16 go through a gallery of a million', async () => {
  const waitedMs = async () => {
    const giants = searchGiant(16);
    let areDone = false;
    const done = giants.then(() => {
      areDone = true;
    });
    const ms = await msOf(() => index.search(SMALL, templateOf(7), { limit: 10 }));
    expect(areDone).toBe(false);
    await done;
    return ms;
  };
  const ms = await leastOfFive(40, waitedMs);
  expect(ms).toBeLessThan(40);
});

it('makes 32 searches at once no dearer than one after another', async () => {
  const ratio = async () => {
    const oneMs = await msOf(async () => {
      for (let count = 0; count < 32; count += 1) await searchGiant(1);
    });
    const all = await msOf(() => searchGiant(32));
    return all / oneMs;
  };
  expect(await leastOfFive(1.25, ratio)).toBeLessThan(1.25);
});

it('stops the work for searches that are given up, and forgets what they looked at', async () => {
  const wholeMs = await msOf(() => searchGiant(48));
  const givenUpMs = async () => {
    const client = new AbortController();
    const giants = searchGiant(48, client.signal);
    client.abort(new Error('the client has gone'));
    expect((await giants).map(({ status }) => status)).toEqual(Array.from({ length: 48 }, () => 'rejected'));
    return msOf(() => index.search(GIANT, templateOf(3), { limit: 1 }));
  };
  const ms = await leastOfFive(wholeMs / 4, givenUpMs);
  expect(ms).toBeLessThan(wholeMs / 4);

  await fill(GONE, 100_000);
  const { takenBytes } = index.usage;
  const client = new AbortController();
  const searched = index.search([GONE], templateOf(1), { limit: 10, signal: client.signal });
  index.removeSpace(GONE);
  client.abort(new Error('the client has gone'));
  await expect(searched).rejects.toThrow('the client has gone');
  await vi.waitFor(() => expect(index.usage.takenBytes).toBeLessThan(takenBytes), { timeout: 20_000 });
});

it('works on so many searches at once as it may, and on all of more in the end', async () => {
  const answers = await searchGiant(150);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(150);
});
