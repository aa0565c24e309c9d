import { seededRandom, shuffled } from '../../../src/core/evaluation/seeded-random.ts';
import type { Faces } from './faces.ts';
import type { PhotoTemplates } from './photo-templates.ts';
import { photosOfPeople, relevantCosineOf, templateAt } from './relevant-cosine.ts';
import { SHARE_OF_KNOWN_PROBES } from './synthetic-faces.ts';

/**
 * Real photos: the last photo of some people who have several is a probe, as is the only one of some who have no
 * other; everything else is the gallery.
 */
export class PhotographedFaces implements Faces {
  readonly dimensions: number;
  readonly count: number;
  readonly probes: number;
  readonly relevantAbove: number;
  readonly #templates: PhotoTemplates;
  readonly #gallery: readonly number[];
  readonly #probes: readonly number[];

  /** @param most number of probes that is wanted; there are fewer when there are not enough people */
  constructor(templates: PhotoTemplates, most: number, seed: number) {
    const people = shuffled(photosOfPeople(templates), seededRandom(seed));
    const known = people.filter(({ length }) => length > 1).map((photos) => photos.at(-1) ?? 0);
    const unknown = people.filter(({ length }) => length === 1).map(([photo = 0]) => photo);
    const knownCount = Math.min(known.length, Math.round(most * SHARE_OF_KNOWN_PROBES));
    this.#probes = [...known.slice(0, knownCount), ...unknown.slice(0, most - knownCount)];
    const left = new Set(this.#probes);
    this.#gallery = templates.people.map((_, at) => at).filter((at) => !left.has(at));
    this.#templates = templates;
    this.dimensions = templates.dimensions;
    this.count = this.#gallery.length;
    this.probes = this.#probes.length;
    this.relevantAbove = relevantCosineOf(templates);
  }

  writeFace(face: number, into: Float32Array): void {
    into.set(templateAt(this.#templates, this.#gallery[face] ?? 0));
  }

  writeProbe(probe: number, into: Float32Array): void {
    into.set(templateAt(this.#templates, this.#probes[probe] ?? 0));
  }

  personOfFace(face: number): number {
    return this.#templates.people[this.#gallery[face] ?? 0] ?? 0;
  }

  personOfProbe(probe: number): number {
    return this.#templates.people[this.#probes[probe] ?? 0] ?? 0;
  }
}
