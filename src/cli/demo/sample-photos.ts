import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PhotoSource } from '../composition.ts';

const SAMPLES = [1, 2, 3, 4, 5, 6].map((number) => `sample${number}.jpg`);

function samplesFolder(): string {
  const library = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
  return join(dirname(library), 'demo');
}

/** The photos of groups of people that come with one of the libraries we use. */
export function sampleSource(): PhotoSource {
  const folder = samplesFolder();
  return {
    kind: 'demo',
    async *photos() {
      for (const name of SAMPLES) yield { name, read: () => readFile(join(folder, name)) };
    },
  };
}

/** Photos that are in memory. */
export function memorySource(
  photos: readonly { readonly name: string; readonly photo: Uint8Array }[],
): PhotoSource {
  return {
    kind: 'demo',
    async *photos() {
      for (const { name, photo } of photos) yield { name, read: () => Promise.resolve(photo) };
    },
  };
}
