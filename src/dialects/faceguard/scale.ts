import { z } from 'zod';

/** The vendor's document, which has no address of its own. */
export const SOURCE = 'FaceGuard Face Search API';

/** The threshold that the vendor shows beside a distance; ours are scaled so that it holds for every pack. */
export const THRESHOLD = 0.4;

export const distance = z
  .number()
  .nonnegative()
  .describe(
    `Fused: 0 for the same picture, up to ${THRESHOLD} for a match. Linear in the similarity of the two templates.`,
  );

export const modelDistance = z
  .number()
  .min(0)
  .max(2)
  .describe('Cosine distance of this recogniser alone; its scale is its own.');

/** The vendor's scale, from multiples of the distance at the threshold. */
export function toDistance(relativeDistance: number): number {
  return THRESHOLD * relativeDistance;
}

/** By the names of the recognisers, as the vendor lists them. */
export function byName<Model extends { readonly name: string }, Shown>(
  models: readonly Model[],
  show: (model: Model) => Shown,
): Record<string, Shown> {
  return Object.fromEntries(models.map((model) => [model.name, show(model)]));
}

/** Whole milliseconds since a moment of `performance.now()`. */
export function millisecondsSince(startedAtMs: number): number {
  return Math.round(performance.now() - startedAtMs);
}
