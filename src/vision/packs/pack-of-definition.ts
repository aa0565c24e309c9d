import type { Pack, TemplateSegment } from '../../core/pack.ts';
import { modelsOf, type PackDefinition, type PackRecipe, segmentDimensionsOf } from './pack-definition.ts';

/** Where each recogniser's numbers lie in a template of the pack. */
export function segmentsOf({ recognisers }: Pick<PackRecipe, 'recognisers'>): readonly TemplateSegment[] {
  const weights = recognisers.reduce((sum, { weight }) => sum + weight, 0);
  let start = 0;
  return recognisers.map((recogniser) => {
    const dimensions = segmentDimensionsOf(recogniser);
    const { name, matchSimilarity } = recogniser;
    const segment = { name, start, dimensions, weight: recogniser.weight / weights, matchSimilarity };
    start += dimensions;
    return segment;
  });
}

/** What the rest of Likeness sees of a pack. */
export function packOf(definition: PackDefinition): Pack {
  const segments = segmentsOf(definition);
  return {
    id: definition.id,
    summary: definition.summary,
    templateDimensions: segments.reduce((sum, { dimensions }) => sum + dimensions, 0),
    segments,
    models: modelsOf(definition),
    calibration: definition.calibration,
    provisional: definition.provisional,
    liveness: definition.liveness.length > 0,
  };
}
