import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { native } from '../../src/dialects/native/native.ts';
import { openEngine, type TestEngine } from './engine.ts';
import { startToyServer, type ToyServer } from './http-server.ts';
import { scriptedPhoto } from './scripted-vision.ts';

/** Another server of Likeness with scripted vision, and the secret of a key of it. */
export interface Partner extends TestEngine {
  readonly server: ToyServer;
  readonly address: string;
  readonly secret: string;
}

/** Opens a partner with one gallery; each of these people has a photo in it. */
export async function openPartner(gallery: string, people: readonly string[] = []): Promise<Partner> {
  const engine = await openEngine();
  const { secret } = await engine.services.createKey({ name: 'for others', scopes: ['read', 'search'] });
  await engine.services.createGallery({ name: gallery });
  for (const person of people) await enroll(engine, gallery, person);
  const server = await startToyServer({ dialects: [native], services: engine.services });
  return { ...engine, server, address: server.url, secret };
}

/** Stores a photo of one person, whose name and country become metadata. */
export async function enroll({ services }: TestEngine, galleryName: string, person: string): Promise<string> {
  const { faces } = await services.enrollPhoto({
    galleryName,
    photo: scriptedPhoto([person], galleryName),
    faces: 'all',
    source: { kind: 'upload' },
    metadata: { name: person, nationality: 'IN' },
  });
  return faces[0]?.id ?? '';
}

/** A server that takes every connection and never says a word. @returns its address */
export async function listenInSilence(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return `http://127.0.0.1:${port}`;
}
