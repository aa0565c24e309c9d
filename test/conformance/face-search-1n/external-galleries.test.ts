import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../../support/command.ts';
import { listenInSilence } from '../../support/partner.ts';
import { recompressed, samplePhoto } from '../../support/sample-photos.ts';
import {
  formOf,
  type ServerProcess,
  send,
  startServerProcess,
  TEST_SECRET,
} from '../../support/server-process.ts';

/** A server that lives must answer in it, on a machine that has other work. */
const DEADLINE_MS = 10_000;
/** For the analysis of the photo on this side. */
const LITTLE_MS = 8000;
const UNTIL_ASKED_MS = 3000;

const indexesSchema = z.object({
  response: z.array(
    z.object({
      id: z.string(),
      index_name: z.string(),
      index_type: z.string(),
      record_count: z.number().nullable(),
    }),
  ),
});

const answerSchema = z.object({
  response: z.array(
    z.object({
      match_score: z.number(),
      match_image_id: z.string(),
      name: z.string().nullable(),
      index_name: z.string(),
      index_type: z.string(),
    }),
  ),
  unavailable_indexes: z.array(z.object({ index_name: z.string(), problem: z.string() })),
});

const anyNumber: unknown = expect.any(Number);

function containing(text: string): unknown {
  return expect.stringContaining(text);
}

let folder: string;
let ours: ServerProcess;
let theirs: ServerProcess;
let probe: Uint8Array;

async function startOurs(): Promise<ServerProcess> {
  const environment = { LIKENESS_LOG_LEVEL: 'debug', LIKENESS_EXTERNAL_TIMEOUT_MS: String(DEADLINE_MS) };
  return startServerProcess(join(folder, 'ours'), environment);
}

async function postJson(server: ServerProcess, path: string, value: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const reply = await send(server.address, path, { method: 'POST', headers, body: JSON.stringify(value) });
  if (reply.status !== 201) throw new Error(await reply.text());
  return reply.json();
}

/** A gallery with one sample photo, whose faces get this name. */
async function fill(server: ServerProcess, gallery: string, sample: 1 | 2 | 3 | 5): Promise<void> {
  await postJson(server, '/v1/galleries', { name: gallery });
  const body = formOf({ image: await samplePhoto(sample) }, `sample${sample}.jpg`);
  body.append('metadata', JSON.stringify({ name: `somebody of sample ${sample}` }));
  const stored = await send(server.address, `/v1/galleries/${gallery}/photos`, { method: 'POST', body });
  if (stored.status !== 201) throw new Error(await stored.text());
}

function submit(indexes: string, minScore = 70): Promise<Response> {
  const body = formOf({ source_image: probe });
  body.append('target_index_ids', indexes);
  body.append('min_match_score', String(minScore));
  return send(ours.address, '/face/search', { method: 'POST', body });
}

async function search(indexes: string, minScore = 70) {
  const startedAtMs = performance.now();
  const reply = await submit(indexes, minScore);
  const answer = answerSchema.parse(await reply.json());
  const tookMs = performance.now() - startedAtMs;
  return { ...answer, tookMs, note: reply.headers.get('likeness-note') };
}

async function details() {
  const reply = await send(ours.address, '/face/index/details?action_type=FACE_SEARCH');
  return indexesSchema.parse(await reply.json()).response;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
  theirs = await startServerProcess(join(folder, 'theirs'), { LIKENESS_LOG_LEVEL: 'warn' });
  ours = await startOurs();
  await fill(theirs, 'people', 3);
  await fill(ours, 'own', 1);
  probe = await recompressed(await samplePhoto(3));
});

afterAll(async () => {
  await Promise.all([ours.end('SIGTERM'), theirs.end('SIGTERM')]);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** One after the other: what one test has made is there in the next. */
describe.sequential('two servers', () => {
  let secret: string;

  it('meet by a command, which shows no key', async () => {
    const key = { name: 'for the others', scopes: ['read', 'search'], galleries: ['people'] };
    secret = z.object({ secret: z.string() }).parse(await postJson(theirs, '/v1/keys', key)).secret;
    const words = ['galleries', 'add-external', theirs.address, '--gallery', 'people', '--name', 'theirs'];
    const environment = { LIKENESS_DATA: join(folder, 'ours') };
    const added = await runCommand([...words, '--key', secret], { folder, environment });
    expect(added.code).toBe(0);
    expect(added.stdout).toMatch(/^Added "theirs" with \d faces?\.\n$/);
    const listed = await runCommand(['galleries', 'list', '--json'], { folder, environment });
    expect(listed.stdout).toContain(theirs.address);
    expect(listed.stdout + added.stdout + added.stderr).not.toContain(secret);
    expect(await details()).toMatchObject([
      { index_name: 'own', index_type: 'INTERNAL' },
      { index_name: 'theirs', index_type: 'EXTERNAL', record_count: anyNumber },
    ]);
  });

  it('answer as one, by score, with the pictures of both', async () => {
    const { response, unavailable_indexes: unavailable } = await search('own,theirs', 0);
    expect(unavailable).toEqual([]);
    expect(response[0]).toMatchObject({
      match_score: 100,
      name: 'somebody of sample 3',
      index_name: 'theirs',
      index_type: 'EXTERNAL',
    });
    expect(response).toContainEqual(expect.objectContaining({ index_name: 'own', index_type: 'INTERNAL' }));
    const scores = response.map(({ match_score: score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    for (const { match_image_id: image } of response) {
      const reply = await send(ours.address, `/media/file/download/${image}`);
      expect(await reply.text()).toContain('"file_base64":"UklGR');
    }
  });

  it('give a match of the other server the score that the other server gives it', async () => {
    const body = formOf({ image: probe });
    const reply = await send(theirs.address, '/v1/galleries/people/search', { method: 'POST', body });
    const direct = z
      .object({ matches: z.array(z.object({ score: z.number(), face: z.object({ id: z.string() }) })) })
      .parse(await reply.json());
    const { response } = await search('theirs', 0);
    expect(response.map(({ match_score: score }) => Math.floor(score))).toEqual(
      direct.matches.slice(0, response.length).map(({ score }) => score),
    );
    expect(response.map(({ match_image_id: image }) => image.split('.')[1])).toEqual(
      direct.matches.slice(0, response.length).map(({ face }) => face.id),
    );
  });

  it('wait no longer than the deadline for one that takes the question and does not answer', async () => {
    theirs.process.kill('SIGSTOP');
    const [answer, alone] = await Promise.all([search('theirs,own', 0), submit('theirs')]);
    theirs.process.kill('SIGCONT');
    // Nobody at all has answered this one: an empty response would say that nobody is alike.
    expect(alone.status).toBe(503);
    expect(await alone.json()).toMatchObject({ response: null, error: { code: 'external_silent' } });
    const { response, unavailable_indexes: unavailable, tookMs } = answer;
    const problem = containing(`no answer came within ${DEADLINE_MS} ms`);
    expect(unavailable).toMatchObject([{ index_name: 'theirs', problem }]);
    expect(response.length).toBeGreaterThan(0);
    expect(new Set(response.map(({ index_name: name }) => name))).toEqual(new Set(['own']));
    expect(tookMs).toBeGreaterThan(DEADLINE_MS - 100);
    expect(tookMs).toBeLessThan(DEADLINE_MS + LITTLE_MS);
    expect((await search('theirs,own')).response[0]).toMatchObject({ index_name: 'theirs' });
  });

  it('do not meet one that is silent when it is added', async () => {
    const address = await listenInSilence();
    const words = ['galleries', 'add-external', address, '--gallery', 'x', '--key', 'k', '--json'];
    const environment = { LIKENESS_DATA: join(folder, 'ours'), LIKENESS_EXTERNAL_TIMEOUT_MS: '500' };
    const refused = await runCommand(words, { folder, environment });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'external_silent' } });
  });

  it('name one that is killed while it is asked, and find the rest', async () => {
    theirs.process.kill('SIGSTOP');
    const searching = search('own,theirs', 0);
    await sleep(UNTIL_ASKED_MS);
    await theirs.end('SIGKILL');
    const { response, unavailable_indexes: unavailable, tookMs } = await searching;
    expect(unavailable).toMatchObject([{ index_name: 'theirs', problem: containing('cannot answer') }]);
    expect(response.map(({ index_name: name }) => name)).toContain('own');
    expect(tookMs).toBeLessThan(DEADLINE_MS + LITTLE_MS);
  });

  it('name one that is gone already, and find the rest', async () => {
    const { response, unavailable_indexes: unavailable, tookMs, note } = await search('own,theirs', 0);
    expect(unavailable).toMatchObject([{ index_name: 'theirs', problem: containing('ECONNREFUSED') }]);
    expect(note).toContain('gave no answer');
    expect(response.map(({ index_name: name }) => name)).toContain('own');
    expect(tookMs).toBeLessThan(DEADLINE_MS + LITTLE_MS);
    expect((await details()).map(({ record_count: count }) => count)).toEqual([anyNumber, null]);
  });

  it('keep the key out of the log', () => {
    expect(ours.output()).toContain('face-search-1n');
    for (const word of [secret, TEST_SECRET]) expect(ours.output()).not.toContain(word);
  });
});
