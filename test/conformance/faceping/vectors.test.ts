import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { vectorToText } from '../../../src/core/vector.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { runCommand } from '../../support/command.ts';
import { type ServerProcess, send, startServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MOST_NUMBERS = 4096;
const MOST_VECTORS = 100;

const storedSchema = z.array(z.object({ id: z.string(), groupName: z.string() }));
const facesSchema = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

function post({ address }: ServerProcess, path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const json = body !== undefined && { headers, body: JSON.stringify(body) };
  return send(address, path, { method: 'POST', ...json });
}

function vectorsOf(count: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => vectorToText(randomTemplate(MOST_NUMBERS, random)));
}

function upsert(server: ServerProcess, vectors: readonly string[]): Promise<Response> {
  const items = vectors.map((vectorString) => ({ vectorString, metadata: { made: 'elsewhere' } }));
  return post(server, '/groups/long/vectors/upsert', { vectors: items });
}

describe('raw vectors', () => {
  it('come a hundred at once, as long as they may be, and survive kill -9', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    const server = await startServerProcess(data, { LIKENESS_LOG_LEVEL: 'warn' });
    await post(server, '/groups/long');
    const vectors = vectorsOf(MOST_VECTORS, 1);
    const reply = await upsert(server, vectors);
    expect(reply.status).toBe(200);
    const stored = storedSchema.parse(await reply.json());
    expect(stored).toHaveLength(MOST_VECTORS);
    const tooMany = await upsert(server, [...vectors, '1']);
    expect(tooMany.status).toBe(400);
    expect(await tooMany.text()).toContain('body.vectors');
    await server.end('SIGKILL');

    const again = await startServerProcess(data, { LIKENESS_LOG_LEVEL: 'warn' });
    const question = { vectorString: vectors[42], topK: 1 };
    const found = await post(again, '/groups/long/vectors/search', question);
    expect(await found.json()).toMatchObject([{ id: stored[42]?.id, score: 1 }]);
    const kept = await send(again.address, `/vectors/${stored[42]?.id}`);
    expect(await kept.json()).toMatchObject({ vectorString: vectors[42] });
    const byMetadata = await post(again, '/vectors/search', { metadata: { made: 'elsewhere' } });
    expect(await byMetadata.json()).toHaveLength(MOST_VECTORS);

    const gallery = await send(again.address, '/v1/galleries/long');
    expect(await gallery.json()).toMatchObject({ pack: 'vectors:4096', faces: MOST_VECTORS, photos: 0 });
    const faces = await send(again.address, '/v1/galleries/long/faces?limit=1');
    const [face = {}] = facesSchema.parse(await faces.json()).items;
    expect(Object.keys(face).toSorted()).toEqual(['createdAt', 'id', 'metadata']);
    const picture = await send(again.address, `/v1/faces/${stored[0]?.id}/image`);
    expect([picture.status, await picture.text()]).toEqual([404, expect.stringContaining('no picture')]);
    await again.end('SIGTERM');

    const environment = { LIKENESS_DATA: data, LIKENESS_PORT: '0' };
    const { stdout } = await runCommand(['doctor'], { folder, environment });
    expect(stdout).toContain('1 galleries with 100 faces; the index takes 1 MiB.');
  }, 60_000);
});
