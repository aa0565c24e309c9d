import { z } from 'zod';
import { ClusteredFaces } from './clustered-faces.ts';
import type { Faces } from './faces.ts';
import { readPhotoTemplates } from './photo-templates.ts';
import { PhotographedFaces } from './photographed-faces.ts';
import { SyntheticFaces } from './synthetic-faces.ts';

/**
 * `real`: LFW's photos; `clusters`: drawn from their distribution; `synthetic`: people anywhere, two faces of one at
 * cosine 0.6 on average; `harder`: at 0.4.
 */
export const dataKindSchema = z.enum(['real', 'clusters', 'synthetic', 'harder']);
export type DataKind = z.output<typeof dataKindSchema>;

export const dataSpecificationSchema = z.object({
  kind: dataKindSchema,
  /** Faces in the gallery; `real` has as many as there are photos. */
  count: z.number().int().min(0),
  probes: z.number().int().min(1),
  seed: z.number().int(),
  /** The pack of the real templates; the synthetic kinds have none. */
  packId: z.string(),
});
export type DataSpecification = z.output<typeof dataSpecificationSchema>;

const SYNTHETIC_DIMENSIONS = 512;
const DESIGNS = {
  synthetic: { noise: 0.8165, relevantAbove: 0.35 },
  harder: { noise: Math.sqrt(1.5), relevantAbove: 0.28 },
} as const;

/** @param people of `peopleOfFaces`, with as many faces as the specification says */
export function openFaces(specification: DataSpecification, people: Uint32Array): Faces {
  const { kind, probes, seed, packId } = specification;
  switch (kind) {
    case 'real':
      return new PhotographedFaces(readPhotoTemplates(packId), probes, seed);
    case 'clusters':
      return new ClusteredFaces(readPhotoTemplates(packId), people, { probes, seed });
    case 'synthetic':
    case 'harder':
      return new SyntheticFaces(people, { dimensions: SYNTHETIC_DIMENSIONS, probes, seed, ...DESIGNS[kind] });
    default:
      throw new Error(`no such data: ${String(kind)}`);
  }
}
