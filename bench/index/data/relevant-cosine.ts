import { similarityOf } from '../../../src/core/similarity.ts';
import type { PhotoTemplates } from './photo-templates.ts';

const SHARE_BELOW = 0.1;

/** The templates of each person who has several, as positions. */
export function photosOfPeople({ people }: PhotoTemplates): readonly (readonly number[])[] {
  const photos = new Map<number, number[]>();
  for (const [at, person] of people.entries()) photos.set(person, [...(photos.get(person) ?? []), at]);
  return [...photos.values()];
}

/** One template of several that lie behind each other. */
export function templateAt({ vectors, dimensions }: PhotoTemplates, at: number): Float32Array {
  return vectors.subarray(at * dimensions, (at + 1) * dimensions);
}

/** The cosine that nine tenths of the pairs of one person exceed; pairs are the first photo with each other one. */
export function relevantCosineOf(templates: PhotoTemplates): number {
  const cosines = photosOfPeople(templates).flatMap(([first = 0, ...others]) =>
    others.map((other) => similarityOf(templateAt(templates, first), templateAt(templates, other))),
  );
  return cosines.sort((one, other) => one - other)[Math.floor(cosines.length * SHARE_BELOW)] ?? 1;
}
