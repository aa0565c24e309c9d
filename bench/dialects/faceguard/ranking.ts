/**
 * FaceGuard's search on labelled photos, through a running server:
 * `npx tsx bench/dialects/faceguard/ranking.ts --pack standard`. 200 people are looked for among 20 pictures each: another
 * photo of the person, and one each of 19 others.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { seededRandom, shuffled } from '../../../src/core/evaluation/seeded-random.ts';
import { type ServerProcess, send, startServerProcess } from '../../../test/support/server-process.ts';
import { lfwPhotos, personOf } from '../../vision/fit/lfw-people.ts';
import { dataPath, hasLabelledPhotos } from '../../vision/labelled-photos.ts';

const PROBES = 200;
const CANDIDATES = 20;
const SEED = 5;
const MODELS = fileURLToPath(new URL('../../../../shared/models', import.meta.url));

const { values: flags } = parseArgs({ options: { pack: { type: 'string', default: 'standard' } } });

interface Question {
  readonly person: string;
  readonly probe: string;
  readonly candidates: readonly string[];
}

const answerShape = z.object({
  matches: z.array(
    z.object({
      filename: z.string(),
      matched: z.boolean(),
      distance: z.number().nullable(),
      models: z.record(z.string(), z.object({ rank: z.number() })),
    }),
  ),
});

type Match = z.output<typeof answerShape>['matches'][number];

function drawQuestions(): readonly Question[] {
  const random = seededRandom(SEED);
  const photosOf = new Map<string, string[]>();
  for (const photo of lfwPhotos())
    photosOf.set(personOf(photo), [...(photosOf.get(personOf(photo)) ?? []), photo]);
  const people = [...photosOf].map(([person, photos]) => ({ person, photos: shuffled(photos, random) }));
  const several = shuffled(people, random).filter(({ photos }) => photos.length > 1);
  return several.slice(0, PROBES).map(({ person, photos: [probe = '', other = ''] }) => {
    const strangers = shuffled(people, random)
      .filter((stranger) => stranger.person !== person)
      .slice(0, CANDIDATES - 1)
      .flatMap(({ photos }) => photos.slice(0, 1));
    return { person, probe, candidates: shuffled([other, ...strangers], random) };
  });
}

async function ask(address: string, { probe, candidates }: Question): Promise<readonly Match[]> {
  const form = new FormData();
  const add = async (field: string, photo: string) =>
    form.append(field, new Blob([await readFile(dataPath('lfw', photo))]), basename(photo));
  await add('query', probe);
  for (const photo of candidates) await add('gallery', photo);
  const reply = await send(address, '/api/v1/face/search', { method: 'POST', body: form });
  if (!reply.ok) throw new Error(`${probe}: ${reply.status} ${await reply.text()}`);
  return answerShape.parse(await reply.json()).matches;
}

class Tally {
  readonly #firsts = new Map<string, number>();
  readonly #waitsMs: number[] = [];
  #matched = 0;
  #strangersMatched = 0;
  #unusable = 0;

  count(question: Question, matches: readonly Match[], waitMs: number): void {
    this.#waitsMs.push(waitMs);
    const isOwn = ({ filename }: Match) => personOf(filename.replace(/_\d+\.jpg$/, '')) === question.person;
    if (matches[0] && isOwn(matches[0])) this.#countFirst('fused');
    else console.log(`not first: ${question.probe}`);
    for (const match of matches) {
      if (match.distance === null) this.#unusable += 1;
      if (match.matched && isOwn(match)) this.#matched += 1;
      if (match.matched && !isOwn(match)) this.#strangersMatched += 1;
      if (!isOwn(match)) continue;
      for (const [name, { rank }] of Object.entries(match.models)) if (rank === 1) this.#countFirst(name);
    }
  }

  print(): void {
    const asked = this.#waitsMs.length;
    for (const [name, firsts] of this.#firsts) {
      console.log(`rank 1, ${name}: ${firsts} of ${asked} (${((100 * firsts) / asked).toFixed(1)} %)`);
    }
    console.log(`matched: ${this.#matched} of ${asked} right pictures`);
    console.log(`matched: ${this.#strangersMatched} of ${asked * (CANDIDATES - 1)} pictures of others`);
    console.log(`pictures that could not be used: ${this.#unusable}`);
    const waits = this.#waitsMs.toSorted((one, other) => one - other);
    console.log(`median answer: ${(waits[Math.floor(waits.length / 2)] ?? 0).toFixed(0)} ms`);
  }

  #countFirst(name: string): void {
    this.#firsts.set(name, (this.#firsts.get(name) ?? 0) + 1);
  }
}

async function measure({ address }: ServerProcess): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'default', pack: flags.pack });
  const made = await send(address, '/v1/galleries', { method: 'POST', headers, body });
  if (!made.ok) throw new Error(await made.text());
  const tally = new Tally();
  for (const question of drawQuestions()) {
    const startedAtMs = performance.now();
    const matches = await ask(address, question);
    tally.count(question, matches, performance.now() - startedAtMs);
  }
  tally.print();
}

if (hasLabelledPhotos) {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-bench-'));
  const server = await startServerProcess(folder, { LIKENESS_MODELS: MODELS, LIKENESS_LOG_LEVEL: 'warn' });
  await measure(server);
  await server.end('SIGTERM');
  await rm(folder, { recursive: true });
} else {
  console.warn('The labelled photos are not on this machine; nothing was measured.');
}
