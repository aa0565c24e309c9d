import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { recompressed, samplePhoto } from './sample-photos.ts';
import { formOf, type ServerProcess, send, startServerProcess } from './server-process.ts';

/** A server with sample photos, and copies of two of them on the disk. */
export interface TourWorld {
  readonly server: ServerProcess;
  readonly folder: string;
  /** A copy of the fifth sample photo, which is stored. */
  readonly known: string;
  /** A copy of the third. */
  readonly other: string;
}

/** Makes a world before the tests of a file and removes it after them. */
export function tourWorld(): () => TourWorld {
  let world: TourWorld | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
    const server = await startServerProcess(join(folder, 'data'), { LIKENESS_LOG_LEVEL: 'warn' });
    const headers = { 'content-type': 'application/json' };
    await send(server.address, '/v1/galleries', { method: 'POST', headers, body: '{"name":"default"}' });
    for (const number of [1, 5] as const) {
      const body = formOf({ image: await samplePhoto(number) }, `sample${number}.jpg`);
      const stored = await send(server.address, '/v1/galleries/default/photos', { method: 'POST', body });
      if (stored.status !== 201) throw new Error(await stored.text());
    }
    const [known, other] = [join(folder, 'known.jpg'), join(folder, 'other.jpg')];
    await writeFile(known, await recompressed(await samplePhoto(5)));
    await writeFile(other, await recompressed(await samplePhoto(3)));
    world = { server, folder, known, other };
  });
  afterAll(async () => {
    await world?.server.end('SIGTERM');
    if (world) await rm(world.folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return () => {
    if (world === undefined) throw new Error('the world of this tour is not there yet');
    return world;
  };
}
