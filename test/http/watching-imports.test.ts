import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../src/config/settings.ts';
import { native } from '../../src/dialects/native/native.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { startToyServer, type ToyServer } from '../support/http-server.ts';
import { MemorySources } from '../support/memory-sources.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const FTP = { kind: 'ftp', host: 'ftp.example.org', username: 'me', password: '', folder: '/' } as const;

const eventSchema = z.object({
  state: z.string(),
  counts: z.object({ stored: z.number() }),
  notices: z.array(z.unknown()),
});

interface World {
  readonly engine: TestEngine;
  readonly server: ToyServer;
  readonly importId: string;
  /** Whether somebody watches the import still. */
  readonly isWatched: () => boolean;
}

/** An import of some photos that nobody has begun to work on, behind a real server. */
async function openWorld(names: readonly string[]): Promise<World> {
  const sources = new MemorySources();
  for (const name of names) sources.files.set(name, { bytes: scriptedPhoto([`person of ${name}`]) });
  const engine = await openEngine({ sources });
  const { authenticate: _, ...services } = engine.services;
  let hasEnded = false;
  const watchImport: typeof services.watchImport = async function* (first, signal) {
    for await (const news of services.watchImport(first, signal)) yield news;
    hasEnded = true;
  };
  const settings = settingsSchema.parse({ port: 0 });
  const server = await startToyServer({
    dialects: [native],
    services: { ...services, watchImport },
    settings,
  });
  await services.createGallery({ name: 'press' });
  const { id: importId } = await services.beginImport({
    galleryName: 'press',
    source: FTP,
    provenance: 'Our own archive.',
    faces: 'all',
    metadata: {},
    keyId: 'key-all',
  });
  return { engine, server, importId, isWatched: () => !hasEnded };
}

function workOn({ engine }: World): Promise<boolean> {
  return engine.services.workOnImport({
    owner: 'worker',
    concurrency: 1,
    signal: new AbortController().signal,
  });
}

/** Reads events as they come. */
async function* eventsOf(reply: Response): AsyncGenerator<z.output<typeof eventSchema>> {
  const body: AsyncIterable<Uint8Array> = reply.body ?? new ReadableStream<Uint8Array>();
  let text = '';
  for await (const piece of body) {
    text += Buffer.from(piece).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      expect(event.slice(0, 6)).toBe('data: ');
      yield eventSchema.parse(JSON.parse(event.slice(6)));
    }
  }
  expect(text).toBe('');
}

test('who watches an import is told of it at once, whenever it has changed, and of its end', async () => {
  const world = await openWorld(['a.jpg', 'b.jpg', 'c.jpg']);
  const { engine, server, importId } = world;
  const reply = await server.fetch(`/v1/imports/${importId}/events`);
  expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const events = eventsOf(reply);
  expect((await events.next()).value).toMatchObject({ state: 'queued', counts: { stored: 0 }, notices: [] });
  let letOn = (): void => undefined;
  engine.sources.beforeReading = (name) =>
    name === 'c.jpg' ? new Promise((resolve) => void (letOn = resolve)) : Promise.resolve();
  const working = workOn(world);
  const seen: z.output<typeof eventSchema>[] = [];
  for await (const event of events) {
    seen.push(event);
    if (event.counts.stored === 2) letOn();
  }
  await working;
  expect(seen.map(({ counts }) => counts.stored)).toEqual(
    seen.map(({ counts }) => counts.stored).toSorted((one, other) => one - other),
  );
  expect(seen.map(({ state }) => state)).toContain('running');
  expect(seen.at(-1)).toMatchObject({ state: 'done', counts: { stored: 3 } });
});

test('who watches does not keep a server from stopping', async () => {
  const { server, importId } = await openWorld(['a.jpg']);
  const events = eventsOf(await server.fetch(`/v1/imports/${importId}/events`));
  await events.next();
  const beganAtMs = performance.now();
  await server.close();
  expect((await events.next()).done).toBe(true);
  expect(performance.now() - beganAtMs).toBeLessThan(2000);
});

test('nothing is looked up any more for who has hung up', async () => {
  const { server, importId, isWatched } = await openWorld(['a.jpg']);
  const hangUp = new AbortController();
  const reply = await server.fetch(`/v1/imports/${importId}/events`, { signal: hangUp.signal });
  const events = eventsOf(reply);
  await events.next();
  hangUp.abort();
  await expect(events.next()).rejects.toThrow('aborted');
  await expect.poll(isWatched).toBe(false);
});

test('who asks for the head of the events alone leaves nobody behind who watches', async () => {
  const { server, importId } = await openWorld(['a.jpg']);
  const reply = await server.fetch(`/v1/imports/${importId}/events`, { method: 'HEAD' });
  expect(reply.status).toBe(405);
});

test('the report is a table that spreadsheets read, whatever files are called', async () => {
  const names = ['a "quoted", name.jpg', 'two\nlines.jpg', '=HYPERLINK("x").jpg', 'صورة.jpg', "-1'.jpg"];
  const world = await openWorld(names);
  world.engine.sources.files.set('nobody.jpg', { bytes: scriptedPhoto([]) });
  await workOn(world);
  const reply = await world.server.fetch(`/v1/imports/${world.importId}/report.csv`);
  expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const rows: unknown = parse(await reply.text(), { columns: true });
  const table = z.array(z.record(z.string(), z.string())).parse(rows);
  expect(table.map(({ name }) => name)).toEqual(
    [...names, 'nobody.jpg'].map((name) => (/^[=-]/.test(name) ? `'${name}` : name)),
  );
  expect(table[0]).toMatchObject({ outcome: 'stored', faces: '1', sourceId: `/${names[0]}`, remedy: '' });
  expect(table.at(-1)).toMatchObject({ outcome: 'failed', faces: '' });
  expect(table.at(-1)?.['remarks']).toMatch(/face/);
  expect(table.at(-1)?.['remedy']).toMatch(/./);
});

test('a report of more than a thousand files is whole, and is sent while it is read', async () => {
  const names = Array.from({ length: 1100 }, (_, number) => `${number}.jpg`);
  const world = await openWorld(names);
  await workOn(world);
  const reply = await world.server.fetch(`/v1/imports/${world.importId}/report.csv`);
  const rows: unknown = parse(await reply.text(), { columns: true });
  const table = z.array(z.object({ name: z.string() })).parse(rows);
  expect(table.map(({ name }) => name)).toEqual(names);
});
