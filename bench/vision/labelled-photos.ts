import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

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

/** Two photos, named as `Person/Person_0001.jpg`. */
export interface LabelledPair {
  readonly first: string;
  readonly second: string;
  readonly samePerson: boolean;
  readonly fold: number;
}

function photoName(person: string, number: string): string {
  return `${person}/${person}_${number.padStart(4, '0')}.jpg`;
}

function pairOf(line: string, fold: number): LabelledPair {
  const [person = '', number = '', third = '', fourth] = line.trim().split(/\s+/);
  const samePerson = fourth === undefined;
  const second = samePerson ? photoName(person, third) : photoName(third, fourth);
  return { first: photoName(person, number), second, samePerson, fold };
}

/** LFW's own list: each fold has as many pairs of the same person as of different ones. */
export function lfwPairs(): LabelledPair[] {
  const [header = '', ...lines] = readFileSync(dataPath('lfw/pairs.txt'), 'utf8').trim().split('\n');
  const pairsPerFold = Number(header.trim().split(/\s+/)[1]) * 2;
  return lines.map((line, index) => pairOf(line, Math.floor(index / pairsPerFold)));
}
