import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { samplePhoto } from '../../support/sample-photos.ts';
import { type ServerProcess, send, startServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** How often the server is killed; each time the next one waits for fifteen seconds until it knows. */
const KILLS = Number(process.env['LIKENESS_TEST_CRASH_ROUNDS'] ?? 2);
const FILES_BETWEEN_KILLS = 6;
const LONGEST_MS = 60_000 + KILLS * 60_000;

const importSchema = z.object({
  id: z.string(),
  state: z.string(),
  counts: z.object({
    stored: z.number(),
    alreadyStored: z.number(),
    failed: z.number(),
    faces: z.number(),
    total: z.number().optional(),
  }),
});
const filesSchema = z.object({
  items: z.array(z.object({ name: z.string(), outcome: z.string(), faces: z.number().optional() })),
});
const photosSchema = z.object({ items: z.array(z.object({ source: z.object({ fileName: z.string() }) })) });

type ImportOnWire = z.output<typeof importSchema>;

/** As many different photos as the kills need, copies of two of them, and a file that is none. */
async function makeInbox(): Promise<string> {
  const inbox = await temporaryFolder();
  const photos = (KILLS + 1) * FILES_BETWEEN_KILLS;
  for (let number = 0; number < photos; number += 1) {
    const width = 640 + 8 * number;
    const photo = await sharp(await samplePhoto(number % 2 === 0 ? 2 : 5))
      .resize({ width })
      .jpeg()
      .toBuffer();
    await writeFile(join(inbox, `${String(number).padStart(3, '0')}.jpg`), photo);
    if (number % FILES_BETWEEN_KILLS === 1) await writeFile(join(inbox, `${number} again.jpg`), photo);
  }
  await writeFile(join(inbox, 'notes.jpg'), 'this is no photo');
  return inbox;
}

async function postJson(server: ServerProcess, path: string, value: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const reply = await send(server.address, path, { method: 'POST', headers, body: JSON.stringify(value) });
  expect(reply.ok).toBe(true);
  return reply.json();
}

async function begin(server: ServerProcess, gallery: string, path: string): Promise<string> {
  await postJson(server, '/v1/galleries', { name: gallery });
  const source = { kind: 'folder', path };
  return importSchema.parse(await postJson(server, '/v1/imports', { gallery, source, provenance: 'a test' }))
    .id;
}

async function lookAt(server: ServerProcess, importId: string): Promise<ImportOnWire> {
  return importSchema.parse(await (await send(server.address, `/v1/imports/${importId}`)).json());
}

function doneOf({ counts: { stored, alreadyStored, failed } }: ImportOnWire): number {
  return stored + alreadyStored + failed;
}

function untilDone(server: ServerProcess, importId: string) {
  const stateOf = async () => (await lookAt(server, importId)).state;
  return expect.poll(stateOf, { timeout: LONGEST_MS, interval: 200 }).toBe('done');
}

/** What became of each file, whatever their order. */
async function reportOf(server: ServerProcess, importId: string) {
  const reply = await send(server.address, `/v1/imports/${importId}/files?limit=1000`);
  const { items } = filesSchema.parse(await reply.json());
  return items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function photosIn(server: ServerProcess, gallery: string): Promise<readonly string[]> {
  const reply = await send(server.address, `/v1/galleries/${gallery}/photos?limit=1000`);
  return photosSchema.parse(await reply.json()).items.map(({ source }) => source.fileName);
}

describe('an import whose server is killed again and again', () => {
  it(
    'ends like one that nobody has disturbed, without doubles or gaps',
    async () => {
      const [folder, inbox] = [await temporaryFolder(), await makeInbox()];
      const environment = { LIKENESS_IMPORT_FOLDERS: inbox, LIKENESS_LOG_LEVEL: 'warn' };
      let server = await startServerProcess(folder, environment);
      const importId = await begin(server, 'stormy', inbox);
      let done = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const wanted = done + FILES_BETWEEN_KILLS / 2;
        const doneNow = async () => doneOf(await lookAt(server, importId));
        await expect.poll(doneNow, { timeout: LONGEST_MS, interval: 20 }).toBeGreaterThanOrEqual(wanted);
        expect((await lookAt(server, importId)).state).toBe('running');
        await server.end('SIGKILL');
        server = await startServerProcess(folder, environment);
        const left = doneOf(await lookAt(server, importId));
        expect(left).toBeGreaterThanOrEqual(wanted);
        done = left;
      }
      await untilDone(server, importId);
      const calm = await begin(server, 'calm', inbox);
      await untilDone(server, calm);
      expect(await reportOf(server, importId)).toEqual(await reportOf(server, calm));
      expect((await lookAt(server, importId)).counts).toEqual((await lookAt(server, calm)).counts);
      const photos = await photosIn(server, 'stormy');
      expect(photos.toSorted()).toEqual((await photosIn(server, 'calm')).toSorted());
      expect(new Set(photos).size).toBe((KILLS + 1) * FILES_BETWEEN_KILLS);
      await server.end('SIGTERM');
    },
    LONGEST_MS,
  );
});
