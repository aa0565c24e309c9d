import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  examplePath,
  isInstalled,
  RUN_TIMEOUT_MS,
  runExample,
  SHELL_NEEDS,
} from '../support/example-runs.ts';
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
    needs: SHELL_NEEDS,
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

const ROOT = new URL('../../', import.meta.url);

/** What the examples for a vendor do, as it stands beside that vendor's cases. */
const doingsSchema = z.strictObject({
  /** What they print of a wrong key. */
  wrongKey: z.string(),
  takesSeveralPhotos: z.boolean(),
  deletesSearch: z.boolean(),
});

/** Vendors with the flow in every language; the others have tours among their own tests. */
const VENDORS = readdirSync(new URL('examples/', ROOT))
  .filter((vendor) => existsSync(new URL(`examples/${vendor}/search.sh`, ROOT)))
  .map((vendor) => {
    const file = new URL(`test/conformance/${vendor}/examples.json`, ROOT);
    const { takesSeveralPhotos, ...doings } = doingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { vendor, ...doings, probes: takesSeveralPhotos ? [TEAM, OTHERS] : [TEAM] };
  });

const missing = LANGUAGES.filter(({ needs }) => !needs.every(isInstalled)).map(({ name }) => name);
if (missing.length > 0) {
  console.warn(
    `SKIPPED: examples in ${missing.join(', ')}, which are not installed (.ci/run names the packages)`,
  );
}

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

function run(vendor: string, { command, file }: Language, { key, photos, address = server.address }: Run) {
  return runExample([...command, examplePath(vendor, file), ...photos], {
    address,
    key,
    variables: { GOCACHE: join(folder, 'go-cache'), GOPATH: join(folder, 'go'), GOPROXY: 'off' },
  });
}

async function searchesLeft(): Promise<number> {
  const reply = await send(server.address, '/v1/searches');
  return z.object({ items: z.array(z.unknown()) }).parse(await reply.json()).items.length;
}

describe.each(VENDORS)('the examples for $vendor', ({ vendor, wrongKey, probes, deletesSearch }) => {
  describe.each(LANGUAGES)('in $name', (language) => {
    const isMissing = missing.includes(language.name);

    it.skipIf(isMissing)(
      'print score and address of each match, the best first',
      async () => {
        const before = await searchesLeft();
        const photos = probes.map((probe) => join(folder, probe.file));
        const { code, matches, stderr } = await run(vendor, language, { key: TEST_SECRET, photos });
        expect(stderr).toContain('100 % Search Completed');
        const best = matches.slice(0, probes.length);
        expect(best.toSorted()).toEqual(probes.map(({ address }) => `100\t${address}`).toSorted());
        const scores = matches.map((line) => Number(/^(\d+)\t\S/.exec(line)?.[1]));
        expect(scores).toEqual(scores.toSorted((one, other) => other - one));
        expect(code).toBe(0);
        expect(await searchesLeft()).toBe(deletesSearch ? before : before + 1);
      },
      RUN_TIMEOUT_MS,
    );

    it.skipIf(isMissing)(
      'print what the vendor says of a wrong key, and fail',
      async () => {
        const photo = join(folder, TEAM.file);
        const { code, matches, stderr } = await run(vendor, language, {
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
        const photos = [join(folder, TEAM.file)];
        const address = `${server.address}/v1`;
        const { code, stderr } = await run(vendor, language, { key: TEST_SECRET, photos, address });
        expect(stderr).toContain('404');
        expect(stderr).not.toContain('%');
        expect(code).toBe(1);
      },
      RUN_TIMEOUT_MS,
    );
  });
});
