import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parsePairs } from '../../src/core/evaluation/listed-pairs.ts';

/** Labelled photos lie beside the repository, never in it; absent on most machines. */
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the labelled photos are on this machine. */
export const hasLabelledPhotos = existsSync(join(DATA, 'lfw/pairs.txt'));

/** Path of a labelled photo or folder. */
export function dataPath(...parts: readonly string[]): string {
  return join(DATA, ...parts);
}

/** Number of faces by file name, of the group photos in `crowd`. */
export function crowdCounts(): Readonly<Record<string, number>> {
  const text = readFileSync(dataPath('crowd/counts.json'), 'utf8');
  return z.record(z.string(), z.number()).parse(JSON.parse(text));
}

/** LFW's own list: each fold has as many pairs of the same person as of different ones. */
export function lfwPairs() {
  return parsePairs(readFileSync(dataPath('lfw/pairs.txt'), 'utf8')).map(({ fold = 0, ...pair }) => ({
    ...pair,
    fold,
  }));
}
