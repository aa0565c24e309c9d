import type { Landmarks } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';
import type { Recogniser } from './recogniser.ts';

/** What the recognisers say of one face. */
export interface FaceEmbedding {
  /** Unit length: the segments one after the other. */
  readonly template: Float32Array;
  /** Of the first recogniser, unit length, before any projection. */
  readonly firstEmbedding: Float32Array;
}

/** Puts a face's segments one after the other, each as long as the root of its weight: together of unit length. */
function concatenate(segments: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const template = new Float32Array(segments.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  segments.forEach((segment, index) => {
    const length = Math.sqrt(weights[index] ?? 0);
    template.set(
      segment.map((value) => value * length),
      start,
    );
    start += segment.length;
  });
  return template;
}

/**
 * A template for each face, so that the cosine of two templates is the weighted mean of their segments' cosines.
 *
 * @param faces the five points of each face, in pixels of the picture
 */
export async function embedFaces(
  recognisers: readonly Recogniser[],
  picture: Picture,
  faces: readonly Landmarks[],
): Promise<FaceEmbedding[]> {
  const sum = recognisers.reduce((total, { recipe }) => total + recipe.weight, 0);
  const weights = recognisers.map(({ recipe }) => recipe.weight / sum);
  const ofEach: Float32Array[][] = [];
  for (const recogniser of recognisers) ofEach.push(await recogniser.embeddings(picture, faces));
  return faces.flatMap((_, face) => {
    const embeddings = ofEach.flatMap((embeddings) => embeddings[face] ?? []);
    const [firstEmbedding] = embeddings;
    if (firstEmbedding === undefined) return [];
    const segments = recognisers.flatMap((recogniser, index) => {
      const embedding = embeddings[index];
      return embedding === undefined ? [] : [recogniser.segmentOf(embedding)];
    });
    return [{ template: concatenate(segments, weights), firstEmbedding }];
  });
}
