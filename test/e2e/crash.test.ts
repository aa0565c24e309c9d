import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recompressed, samplePhoto } from '../support/sample-photos.ts';
import { formOf, type ServerProcess, send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const storedSchema = z.object({ faces: z.array(z.object({ id: z.string() })) });
const answerSchema = z.object({ matches: z.array(z.object({ face: z.object({ id: z.string() }) })) });

async function createGallery({ address }: ServerProcess): Promise<void> {
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  await send(address, '/v1/galleries', { ...json, body: JSON.stringify({ name: 'press' }) });
}

async function store({ address }: ServerProcess, photo: Uint8Array): Promise<string> {
  const reply = await send(address, '/v1/galleries/press/photos', {
    method: 'POST',
    body: formOf({ image: photo }),
  });
  expect(reply.status).toBe(201);
  return storedSchema.parse(await reply.json()).faces[0]?.id ?? '';
}

async function nearestTo({ address }: ServerProcess, photo: Uint8Array): Promise<string | undefined> {
  const reply = await send(address, '/v1/galleries/press/search', {
    method: 'POST',
    body: formOf({ image: photo }),
  });
  return answerSchema.parse(await reply.json()).matches[0]?.face.id;
}

describe('a server that is killed', () => {
  it('has, after a restart, the face that it had acknowledged the moment before, and its picture', async () => {
    const folder = await temporaryFolder();
    const photo = await samplePhoto(3);
    const first = await startServerProcess(folder);
    await createGallery(first);
    const faceId = await store(first, photo);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await startServerProcess(folder);
    expect(await nearestTo(second, await recompressed(photo))).toBe(faceId);
    const picture = await send(second.address, `/v1/faces/${faceId}/image`);
    expect(picture.status).toBe(200);
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await second.end('SIGTERM');
  });

  it('has every acknowledged photo and no half of another, though it died in the middle of storing', async () => {
    const folder = await temporaryFolder();
    const first = await startServerProcess(folder);
    await createGallery(first);
    const acknowledged: string[] = [];
    const storing = ([1, 2, 3, 4, 5, 6] as const).map(async (number) => {
      acknowledged.push(await store(first, await samplePhoto(number)));
      if (acknowledged.length === 3) first.process.kill('SIGKILL');
    });
    await Promise.allSettled(storing);
    await first.end('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(3);

    const second = await startServerProcess(folder);
    for (const faceId of acknowledged) {
      expect((await send(second.address, `/v1/faces/${faceId}`)).status).toBe(200);
    }
    const listed = await (await send(second.address, '/v1/galleries/press/photos')).json();
    const photos = z
      .object({ items: z.array(z.object({ id: z.string(), faces: z.number() })) })
      .parse(listed);
    for (const { id, faces } of photos.items) {
      const photo = await (await send(second.address, `/v1/photos/${id}`)).json();
      expect(storedSchema.parse(photo).faces).toHaveLength(faces);
    }
    await second.end('SIGTERM');
  });
});
