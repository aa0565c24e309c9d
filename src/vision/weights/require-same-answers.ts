import { loadModels, releaseModels } from '../models.ts';
import { checkConversion, MOST_DIFFERENCE } from './check-conversion.ts';

/**
 * Compares the models of a folder with their originals on real faces; answers the largest difference of each.
 *
 * @throws Error when one differs by more than rounding
 */
export async function requireSameAnswers(folder: string): Promise<ReadonlyMap<string, number>> {
  const models = await loadModels(folder);
  const differences = await checkConversion(models);
  await releaseModels(models);
  for (const [name, difference] of differences) {
    if (difference <= MOST_DIFFERENCE) continue;
    throw new Error(
      `the converted ${name} differs from its original by ${difference.toExponential(1)} of the answer's ` +
        `scale; at most ${MOST_DIFFERENCE} is accepted`,
    );
  }
  return differences;
}
