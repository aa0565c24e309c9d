import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Operation } from '../../src/dialects/contract/operation.ts';
import { faceping } from '../../src/dialects/faceping/faceping.ts';
import { recompressed, samplePhoto } from '../support/sample-photos.ts';
import {
  formOf,
  type ServerProcess,
  send,
  startServerProcess,
  TEST_SECRET,
} from '../support/server-process.ts';

interface Language {
  readonly name: string;
  readonly file: string;
  readonly command: readonly [string, ...string[]];
  /** Commands that end well where the example can run. */
  readonly needs: readonly (readonly [string, ...string[]])[];
}

const LANGUAGES: readonly Language[] = [
  {
    name: 'bash',
    file: 'search.sh',
    command: ['bash'],
    needs: [
      ['curl', '-V'],
      ['jq', '--version'],
    ],
  },
  { name: 'Node', file: 'search.mjs', command: [process.execPath], needs: [] },
  { name: 'Python', file: 'search.py', command: ['python3'], needs: [['python3', '-c', 'import requests']] },
  { name: 'PHP', file: 'search.php', command: ['php'], needs: [['php', '-r', 'new CURLFile("");']] },
  { name: 'Go', file: 'search.go', command: ['go', 'run'], needs: [['go', 'version']] },
];

/** Of the metadata of the fifth sample photo; the others have only their file's name. */
const PAGE = 'https://example.com/team';

const TEAM = { file: 'the team, once more.jpg', address: PAGE };
const OTHERS = { file: 'others.jpg', address: 'sample3.jpg' };

const VENDORS = [
  {
    vendor: 'facecheck',
    wrongKey: 'EXCEPTION: Invalid API token!',
    probes: [TEAM, OTHERS],
    deletes: true,
  },
  {
    vendor: 'facefinder',
    wrongKey: 'unauthorized: The API key is unknown or was revoked.',
    probes: [TEAM],
    deletes: false,
  },
] as const;

function isInstalled([program, ...words]: readonly [string, ...string[]]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

const missing = LANGUAGES.filter(({ needs }) => !needs.every(isInstalled)).map(({ name }) => name);
if (missing.length > 0) {
  console.warn(
    `SKIPPED: examples in ${missing.join(', ')}, which are not installed (.ci/run names the packages)`,
  );
}

/** Compiling the example in Go takes its time when the machine has other work. */
const RUN_TIMEOUT_MS = 120_000;

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
  server = await startServerProcess(join(folder, 'data'), { LIKENESS_LOG_LEVEL: 'warn' });
  const headers = { 'content-type': 'application/json' };
  await send(server.address, '/v1/galleries', { method: 'POST', headers, body: '{"name":"default"}' });
  for (const number of [1, 3, 5] as const) {
    const body = formOf({ image: await samplePhoto(number) }, `sample${number}.jpg`);
    if (number === 5) body.append('metadata', JSON.stringify({ url: PAGE }));
    const stored = await send(server.address, '/v1/galleries/default/photos', { method: 'POST', body });
    if (stored.status !== 201) throw new Error(await stored.text());
  }
  await writeFile(join(folder, TEAM.file), await recompressed(await samplePhoto(5)));
  await writeFile(join(folder, OTHERS.file), await recompressed(await samplePhoto(3)));
});

afterAll(async () => {
  await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

interface Run {
  readonly key: string;
  readonly photos: readonly string[];
  /** By default the server's. */
  readonly address?: string;
}

async function runExample(
  vendor: string,
  { command, file }: Pick<Language, 'command' | 'file'>,
  { key, photos, address = server.address }: Run,
) {
  const [program, ...words] = command;
  const path = fileURLToPath(new URL(`../../examples/${vendor}/${file}`, import.meta.url));
  const child = spawn(program, [...words, path, ...photos], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LIKENESS_URL: address,
      LIKENESS_API_KEY: key,
      GOCACHE: join(folder, 'go-cache'),
      GOPATH: join(folder, 'go'),
      GOPROXY: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, matches: stdout.split('\n').slice(0, -1), stderr };
}

async function searchesLeft(): Promise<number> {
  const reply = await send(server.address, '/v1/searches');
  return z.object({ items: z.array(z.unknown()) }).parse(await reply.json()).items.length;
}

describe.each(VENDORS)('the examples for $vendor', ({ vendor, wrongKey, probes, deletes }) => {
  describe.each(LANGUAGES)('in $name', (language) => {
    const isMissing = missing.includes(language.name);

    it.skipIf(isMissing)(
      'print score and address of each match, the best first',
      async () => {
        const before = await searchesLeft();
        const photos = probes.map((probe) => join(folder, probe.file));
        const { code, matches, stderr } = await runExample(vendor, language, { key: TEST_SECRET, photos });
        expect(stderr).toContain('100 % Search Completed');
        const best = matches.slice(0, probes.length);
        expect(best.toSorted()).toEqual(probes.map(({ address }) => `100\t${address}`).toSorted());
        const scores = matches.map((line) => Number(/^(\d+)\t\S/.exec(line)?.[1]));
        expect(scores).toEqual(scores.toSorted((one, other) => other - one));
        expect(code).toBe(0);
        expect(await searchesLeft()).toBe(deletes ? before : before + 1);
      },
      RUN_TIMEOUT_MS,
    );

    it.skipIf(isMissing)(
      'print what the vendor says of a wrong key, and fail',
      async () => {
        const photo = join(folder, probes[0].file);
        const { code, matches, stderr } = await runExample(vendor, language, {
          key: 'wrong',
          photos: [photo],
        });
        expect(stderr).toContain(wrongKey);
        expect(matches).toEqual([]);
        expect(code).toBe(1);
      },
      RUN_TIMEOUT_MS,
    );

    it.skipIf(isMissing)(
      'say at once that nothing of the vendor is at a wrong address',
      async () => {
        const photos = [join(folder, probes[0].file)];
        const address = `${server.address}/v1`;
        const { code, stderr } = await runExample(vendor, language, { key: TEST_SECRET, photos, address });
        expect(stderr).toContain('404');
        expect(stderr).not.toContain('%');
        expect(code).toBe(1);
      },
      RUN_TIMEOUT_MS,
    );
  });
});

describe('the tour of FaceGuard', () => {
  it.skipIf(missing.includes('bash'))(
    'ranks the pictures of its folder with nothing but the line of the vendor`s document',
    async () => {
      const photos = await mkdtemp(join(folder, 'tour-'));
      await writeFile(join(photos, 'probe.jpg'), await recompressed(await samplePhoto(5)));
      await writeFile(join(photos, 'person1.jpg'), await samplePhoto(5));
      await writeFile(join(photos, 'person2.jpg'), await samplePhoto(1));
      const script = fileURLToPath(new URL('../../examples/faceguard/tour.sh', import.meta.url));
      const child = spawn('bash', [script], {
        cwd: photos,
        env: {
          PATH: process.env['PATH'],
          LIKENESS_URL: server.address,
          LIKENESS_API_KEY: TEST_SECRET,
        },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const answer: unknown = JSON.parse(await text(child.stdout));
      expect(answer).toMatchObject({
        matches: [
          { filename: 'person1.jpg', matched: true },
          { filename: 'person2.jpg', matched: false },
        ],
        query_processed: true,
      });
    },
    RUN_TIMEOUT_MS,
  );
});

describe('the tour of Face Search (1:N)', () => {
  const tour: Language = { name: 'bash', file: 'tour.sh', command: ['bash'], needs: [] };
  const isMissing = missing.includes('bash');

  it.skipIf(isMissing)(
    'prints matches of every database with their pictures, the best first',
    async () => {
      const photo = join(folder, TEAM.file);
      const { code, matches, stderr } = await runExample('face-search-1n', tour, {
        key: TEST_SECRET,
        photos: [photo],
      });
      expect(stderr).toBe('');
      expect(matches[0]).toMatch(/^100\t0\t-\tdefault\tINTERNAL\t\d{3,} bytes$/);
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  it.skipIf(isMissing)(
    'prints what is wrong with a key, and fails',
    async () => {
      const photo = join(folder, TEAM.file);
      const { code, matches, stderr } = await runExample('face-search-1n', tour, {
        key: 'wrong',
        photos: [photo],
      });
      expect(stderr).toContain('key_invalid: The API key is unknown or was revoked.');
      expect(matches).toEqual([]);
      expect(code).not.toBe(0);
    },
    RUN_TIMEOUT_MS,
  );
});

/** The calls of a tour, in their order, each with its reply. */
function repliesOf(lines: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(
    lines.flatMap((line, at) => {
      const reply = lines[at + 1] ?? '';
      return /^[A-Z]+ \//.test(line) ? [[line, JSON.parse(reply)] as const] : [];
    }),
  );
}

/** Whether a line of the tour calls the operation. */
function callOf({ method, path }: Pick<Operation, 'method' | 'path'>) {
  const pattern = new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}(\\?.*)?$`);
  return (line: string): boolean => pattern.test(line);
}

const SCORED: Readonly<Record<string, unknown>> = {
  id: expect.any(String),
  score: expect.any(Number),
  metadata: expect.any(Object),
};

describe('the tour of FacePing', () => {
  const bash = { file: 'tour.sh', command: ['bash'] } as const;

  it.skipIf(missing.includes('bash'))(
    'gets an answer to every curl line of its page',
    async () => {
      const photos = [join(folder, TEAM.file), join(folder, OTHERS.file)];
      const { code, matches, stderr } = await runExample('faceping', bash, { key: TEST_SECRET, photos });
      expect(code === 0 ? 'fine' : stderr).toBe('fine');
      const replies = repliesOf([...matches, ...stderr.split('\n')]);
      const byImage = replies.get('POST /groups/my-face-group/faces/search?topK=5');
      expect(byImage).toMatchObject([{ ...SCORED, score: 1, metadata: { key1: 'value1' } }, SCORED]);
      expect(replies.get('POST /groups/my-face-group/vectors/search')).toMatchObject([
        { score: 1 },
        { score: 1 },
        SCORED,
      ]);
      expect(replies.get('POST /vectors/search?groupName=my-face-group')).toMatchObject([
        { metadata: { source: 'vector', department: 'Important Department' } },
      ]);
      expect(replies.get('POST /groups/my-vectors/vectors/search')).toMatchObject([SCORED, SCORED, SCORED]);
      expect(replies.get('POST /vectors/search')).toMatchObject([{ metadata: { tag: 'personA' } }]);
      expect(replies.get('POST /vectors/compare')).toEqual({ similarity: 0.999973, score: 0.999973 });
      expect(replies.get('GET /groups')).toEqual(expect.arrayContaining(['my-face-group', 'my-vectors']));
      const calls = [...replies.keys()];
      expect(faceping.operations.filter((operation) => !calls.some(callOf(operation)))).toEqual([]);
      const left = await send(server.address, '/groups');
      expect(await left.json()).toEqual(['default']);
    },
    RUN_TIMEOUT_MS,
  );
});
