import { once } from 'node:events';
import { rm, symlink } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { AllowedNetworks } from '../../src/outgoing/allowed-networks.ts';
import { GuardedAddresses } from '../../src/outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../../src/outgoing/guarded-http.ts';
import type { PhotoSource, SourcePhoto } from '../../src/ports/photo-source.ts';
import { openManifestSource } from '../../src/sources/manifest/open-manifest-source.ts';
import { FETCH_RULES } from '../../src/sources/manifest/remote-photos.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract } from '../contracts/photo-source-contract.ts';
import { folderWith } from '../support/folder-with.ts';

const RULES = { ...FETCH_RULES, firstPauseMs: 5, mostPauseMs: 50, spacingMs: 1 };

function folderWithText(files: Readonly<Record<string, string>>): Promise<string> {
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  return folderWith(Object.fromEntries(bytes));
}

async function open(path: string, networks: readonly string[] = ['127.0.0.1']): Promise<PhotoSource> {
  const outgoing = new GuardedHttp(new GuardedAddresses(new AllowedNetworks(networks)));
  onTestFinished(() => outgoing.close());
  const source = await openManifestSource(path, outgoing, RULES);
  onTestFinished(() => source.close());
  return source;
}

async function photosOf(
  name: string,
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<SourcePhoto[]> {
  const folder = await folderWithText({ ...files, [name]: text });
  return collect((await open(join(folder, name))).photos());
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

async function readText(photo: SourcePhoto | undefined, limitBytes?: number): Promise<string> {
  return Buffer.from((await photo?.read(limitBytes)) ?? []).toString();
}

photoSourceContract('A manifest', {
  namesOfItsOwn: ['first line\nsecond line.jpg', 'back\\slash.jpg', 'no-extension'],
  impossibleNames: [' two  spaces .jpg'],
  looksForPhotos: false,
  async make(files) {
    const lines = Object.keys(files).map((image) => JSON.stringify({ image, provenance: 'a test' }));
    const folder = await folderWith({ ...files, 'list.jsonl': Buffer.from(lines.join('\n')) });
    return { source: await open(join(folder, 'list.jsonl')), spoil: (name) => rm(join(folder, name)) };
  },
});

describe('a manifest', () => {
  it('names files beside it, with pages, names and whatever else as metadata', async () => {
    const text = [
      '\uFEFFimage,url,name,provenance,event',
      'a.jpg,https://example.org/a,"Zoë ""Z"" O\'Neil",consent form 12,',
      '"sub/b, c.png",,"two',
      'lines",consent form 13,summer',
    ].join('\r\n');
    const photos = await photosOf('list.csv', text, { 'a.jpg': 'A', 'sub/b, c.png': 'B' });
    expect(photos.map(({ name, url, metadata }) => ({ name, url, metadata }))).toEqual([
      {
        name: 'a.jpg',
        url: 'https://example.org/a',
        metadata: { name: 'Zoë "Z" O\'Neil', provenance: 'consent form 12' },
      },
      {
        name: 'sub/b, c.png',
        url: undefined,
        metadata: { name: 'two\r\nlines', provenance: 'consent form 13', event: 'summer' },
      },
    ]);
    expect(await Promise.all(photos.map((photo) => readText(photo)))).toEqual(['A', 'B']);
    expect(photos.every(({ version }) => version !== undefined)).toBe(true);
  });

  it('may be lines of JSON, whose metadata are any JSON', async () => {
    const line = { image: 'a.jpg', provenance: 'ours', tags: ['x', 1], born: { year: 1980 } };
    const photos = await photosOf('list.jsonl', `${JSON.stringify(line)}\n\n${JSON.stringify(line)}`, {
      'a.jpg': 'A',
    });
    expect(photos.map(({ metadata }) => metadata)).toEqual(
      Array.from({ length: 2 }, () => ({ provenance: 'ours', tags: ['x', 1], born: { year: 1980 } })),
    );
    expect(new Set(photos.map(({ id }) => id)).size).toBe(2);
  });

  it('reports lines that name nothing, have no provenance, or name what lies elsewhere, one by one', async () => {
    const folder = await folderWithText({
      'in/list.csv': [
        'image,provenance',
        ',ours',
        'a.jpg,',
        '../secret.jpg,ours',
        'link.jpg,ours',
        'gone.jpg,ours',
        'a.jpg,ours',
      ].join('\n'),
      'in/a.jpg': 'A',
      'secret.jpg': 'S',
    });
    await symlink(join(folder, 'secret.jpg'), join(folder, 'in/link.jpg'));
    const photos = await collect((await open(join(folder, 'in/list.csv'))).photos());
    const results = await Promise.all(
      photos.map((photo) => readText(photo).catch((error: unknown) => String(error))),
    );
    expect(results).toEqual([
      expect.stringContaining('line 2 of the manifest names no image'),
      expect.stringContaining('line 3 of the manifest does not say by what right'),
      expect.stringContaining('line 4 of the manifest names a file outside'),
      expect.stringContaining('line 5 of the manifest names a file outside'),
      expect.stringContaining('ENOENT'),
      'A',
    ]);
  });

  it.each([
    ['list.csv', 'image,name\na.jpg,x', 'has no column "provenance"'],
    ['list.csv', 'image,provenance\n"a.jpg,x', 'cannot be read'],
    ['list.jsonl', `{"image": "${'x'.repeat(1_100_000)}"}`, 'line 1 is too long'],
  ])('that is broken says so: %s %#', async (name, text, problem) => {
    await expect(photosOf(name, text)).rejects.toThrow(problem);
  });

  it.each([
    ['list.csv', 'image,provenance\na.jpg,x,y\nb.jpg,x\nc.jpg\nd.jpg,x', [2, 4], 'fields'],
    [
      'list.jsonl',
      '\uFEFF{"image":"a.jpg","provenance":"x"}\n{"image": \n[1]\n{"image":"b.jpg","provenance":"x"}',
      [2, 3],
      'JSON object',
    ],
    ['list.jsonl', `{"image":"${'x'.repeat(5000)}","provenance":"x"}`, [1], 'too many characters'],
  ])('has lines that fail alone: %s %#', async (name, text, lines, problem) => {
    const photos = await photosOf(name, text, { 'a.jpg': 'A', 'b.jpg': 'B', 'd.jpg': 'D' });
    const outcomes = await Promise.allSettled(photos.map((photo) => photo.read()));
    const reasons = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [String(outcome.reason)] : [],
    );
    expect(reasons).toHaveLength(lines.length);
    for (const [at, line] of lines.entries()) {
      expect(reasons[at]).toContain(`line ${line} of the manifest`);
      expect(reasons[at]).toContain(problem);
    }
  });

  it('does not tell what there is elsewhere', async () => {
    const lines = ['../../../../etc/passwd', '../../../../no/such/file', '/etc/passwd', '/no/such/file'];
    const text = lines.map((image) => JSON.stringify({ image, provenance: 'x' })).join('\n');
    const photos = await photosOf('list.jsonl', text);
    const outcomes = await Promise.allSettled(photos.map((photo) => photo.read()));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'request_invalid' } });
  });

  it('that is missing, or of an unknown form, is refused at once', async () => {
    const folder = await folderWithText({ 'list.txt': '' });
    await expect(open(join(folder, 'list.csv'))).rejects.toThrow('There is no manifest');
    await expect(open(join(folder, 'list.txt'))).rejects.toThrow('does not say what it is');
  });
});

describe('photos that a manifest names on the web', () => {
  it('are fetched, with a few at a time from each host', async () => {
    let [running, most] = [0, 0];
    const address = await serve((request, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end(`picture of ${request.url}`);
      }, 20);
    });
    const lines = Array.from({ length: 10 }, (_, number) => `${address}/${number}.jpg,ours`);
    const photos = await photosOf('list.csv', ['image,provenance', ...lines].join('\n'));
    const texts = await Promise.all(photos.map((photo) => readText(photo)));
    expect(texts).toEqual(Array.from({ length: 10 }, (_, number) => `picture of /${number}.jpg`));
    expect(photos[3]).toMatchObject({ name: `${address}/3.jpg`, url: `${address}/3.jpg` });
    expect(most).toBe(2);
  });

  it('are asked for again when the host is busy, and not when it has none', async () => {
    const asked: string[] = [];
    const address = await serve(({ url = '' }, response) => {
      asked.push(url);
      const times = asked.filter((each) => each === url).length;
      if (url === '/busy.jpg' && times < 3)
        response.writeHead(times === 1 ? 503 : 429, { 'retry-after': '0' }).end();
      else if (url === '/none.jpg') response.writeHead(404).end();
      else response.end('picture');
    });
    const photos = await photosOf(
      'list.csv',
      `image,provenance\n${address}/busy.jpg,x\n${address}/none.jpg,x\n`,
    );
    expect(await readText(photos[0])).toBe('picture');
    await expect(readText(photos[1])).rejects.toThrow('answered 404');
    expect(asked.toSorted()).toEqual(['/busy.jpg', '/busy.jpg', '/busy.jpg', '/none.jpg']);
    await expect(readText(photos[0], 3)).rejects.toMatchObject({ code: 'reply_too_large' });
  });

  it('are not fetched from where this server does not go, nor by a redirect', async () => {
    let hidden = 0;
    const address = await serve(({ url = '' }, response) => {
      if (url === '/away.jpg') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else {
        hidden += 1;
        response.end('secret');
      }
    });
    const text = `image,provenance\n${address}/a.jpg,x\n`;
    const folder = await folderWithText({
      'list.csv': text,
      'away.csv': `image,provenance\n${address}/away.jpg,x\n`,
    });
    const [photo] = await collect((await open(join(folder, 'list.csv'), [])).photos());
    await expect(readText(photo)).rejects.toMatchObject({ code: 'host_forbidden' });
    const [away] = await collect((await open(join(folder, 'away.csv'))).photos());
    await expect(readText(away)).rejects.toMatchObject({ code: 'host_forbidden' });
    expect(hidden).toBe(0);
  });
});
