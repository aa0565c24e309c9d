import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../core/operator-error.ts';
import type { PhotoSource } from '../composition.ts';

const SAMPLES = [1, 2, 3, 4, 5, 6].map((number) => `sample${number}.jpg`);

/** The library is there for building only: an installed package has none. */
function samplesFolder(): string {
  try {
    const library = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
    return join(dirname(library), 'demo');
  } catch (cause) {
    throw new OperatorError(
      'The sample photos are not installed.',
      'Use photos of your own: likeness demo ./photos. The samples come with a source checkout and "npm ci".',
      cause,
    );
  }
}

/**
 * The photos of groups of people that come with one of the libraries we build with.
 *
 * @throws OperatorError when it is not installed
 */
export function sampleSource(): PhotoSource {
  const folder = samplesFolder();
  return {
    kind: 'demo',
    async *photos() {
      for (const name of SAMPLES) yield { name, id: name, read: () => readFile(join(folder, name)) };
    },
    close: () => Promise.resolve(),
  };
}

/** Photos that are in memory. */
export function memorySource(
  photos: readonly { readonly name: string; readonly photo: Uint8Array }[],
): PhotoSource {
  return {
    kind: 'demo',
    async *photos() {
      for (const { name, photo } of photos) yield { name, id: name, read: () => Promise.resolve(photo) };
    },
    close: () => Promise.resolve(),
  };
}
