import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SCOPES } from '../../../src/core/key.ts';
import { facecheck } from '../../../src/dialects/facecheck/facecheck.ts';
import { openEngine } from '../../support/engine.ts';
import { startToyServer, type ToyServer } from '../../support/http-server.ts';
import { scriptedPhoto } from '../../support/scripted-vision.ts';
import { formOf } from '../../support/server-process.ts';

const QUEUE_LIMIT = 2;

/** The key that the toy server knows; it pays nothing. */
const KEY = { id: 'key-all', name: 'of the settings', scopes: SCOPES, costPerSearch: 1, createdAtMs: 0 };

const uploaded = z.object({ id_search: z.string() });

/** FaceCheck over HTTP on a real catalog, with a short queue that is worked on when the test says so. */
async function openServer() {
  const rules = { settingsKey: { key: KEY, secretSha256: '' }, searchQueueLimit: QUEUE_LIMIT };
  const engine = await openEngine({ rules });
  const { authenticate: _, ...services } = engine.services;
  const server = await startToyServer({ dialects: [facecheck], services });
  await services.createGallery({ name: 'default' });
  return { server, services };
}

async function upload(server: ToyServer): Promise<string> {
  const body = formOf({ images: scriptedPhoto(['Ada']) });
  const reply = await server.fetch('/api/upload_pic', { method: 'POST', body });
  return uploaded.parse(await reply.json()).id_search;
}

function search(server: ToyServer, id: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ id_search: id, with_progress: true });
  return server.fetch('/api/search', { method: 'POST', headers, body });
}

describe('a full queue', () => {
  it('refuses a search so that clients send it again, and takes it when there is room', async () => {
    const { server, services } = await openServer();
    const ids = [await upload(server), await upload(server), await upload(server)];
    for (const id of ids.slice(0, QUEUE_LIMIT)) {
      const reply = await search(server, id);
      expect({ status: reply.status, body: await reply.json() }).toMatchObject({
        status: 200,
        body: { error: null, id_search: id },
      });
    }
    const last = ids.at(-1) ?? '';
    const refused = await search(server, last);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toEqual({
      id_search: null,
      message: null,
      progress: null,
      error: 'The queue is full: it holds 2. Try again in a few seconds.',
      code: 'SEARCH_QUEUE_FULL',
      input: null,
      output: null,
    });
    // Who is in the queue already may go on asking.
    expect((await search(server, ids[0] ?? '')).status).toBe(200);
    expect(await services.workOnSearch({ owner: 'worker' })).toBe(true);
    expect(await (await search(server, last)).json()).toMatchObject({ error: null, id_search: last });
  });
});
