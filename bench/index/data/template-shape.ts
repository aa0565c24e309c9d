import type { PhotoTemplates } from './photo-templates.ts';
import type { RandomStream } from './random-stream.ts';
import { photosOfPeople, templateAt } from './relevant-cosine.ts';

/** How many real vectors a drawn one is mixed of: enough for two people to share little. */
const MIXED = 8;

/** Vectors of one length behind each other. */
interface Rows {
  readonly vectors: Float32Array;
  readonly count: number;
}

function rowsOf(rows: readonly Float32Array[], dimensions: number): Rows {
  const vectors = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) vectors.set(row, at * dimensions);
  return { vectors, count: rows.length };
}

function meanOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions);
  for (const vector of vectors) {
    for (let at = 0; at < dimensions; at += 1)
      mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / vectors.length;
  }
  return mean;
}

function difference(vector: Float32Array, other: Float32Array, factor: number): Float32Array {
  return vector.map((component, at) => factor * (component - (other[at] ?? 0)));
}

/** Adds real rows with normal weights whose squares sum to 1: what comes out varies as the rows do. */
function addMixture({ vectors, count }: Rows, random: RandomStream, into: Float32Array): void {
  const weights = Array.from({ length: MIXED }, () => random.normal());
  const length = Math.hypot(...weights);
  for (const weight of weights) {
    const share = weight / length;
    const offset = random.below(count) * into.length;
    for (let at = 0; at < into.length; at += 1)
      into[at] = (into[at] ?? 0) + share * (vectors[offset + at] ?? 0);
  }
}

/**
 * How real templates vary: from person to person around the mean of all, and from photo to photo of one person. People
 * and photos that are drawn from it have the same mean and the same covariances as the real ones.
 */
export class TemplateShape {
  readonly #mean: Float32Array;
  readonly #people: Rows;
  readonly #photos: Rows;

  constructor(templates: PhotoTemplates) {
    const { dimensions } = templates;
    const photos = photosOfPeople(templates).map((own) => own.map((at) => templateAt(templates, at)));
    const means = photos.map((own) => meanOf(own, dimensions));
    const mean = meanOf(means, dimensions);
    this.#mean = mean;
    this.#people = rowsOf(
      means.map((own) => difference(own, mean, 1)),
      dimensions,
    );
    const within = photos.flatMap((own, person) => {
      // A mean of few photos lies too near to them.
      const factor = Math.sqrt(own.length / (own.length - 1));
      const centre = means[person] ?? mean;
      return own.length > 1 ? own.map((photo) => difference(photo, centre, factor)) : [];
    });
    this.#photos = rowsOf(within, dimensions);
  }

  writePerson(random: RandomStream, into: Float32Array): void {
    into.set(this.#mean);
    addMixture(this.#people, random, into);
  }

  addPhoto(random: RandomStream, into: Float32Array): void {
    addMixture(this.#photos, random, into);
  }
}
