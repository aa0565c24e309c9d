import {
  checkConversion,
  checkQuantization,
  loadModels,
  releaseModels,
  sampleFaces,
} from './check-conversion.ts';
import { loadReferenceNets } from './reference-nets.ts';

/** Largest difference that is accepted, as a share of the largest number of the reference's answer. */
export const MOST_DIFFERENCE = 1e-3;

/** Least cosine of the answers in floats and in 8 bits that is accepted. */
export const LEAST_AGREEMENT = 0.97;

/**
 * Compares the models of a folder with their originals on real faces; answers what was found about each.
 *
 * @param folders `floats` with every model in floats, `final` with the files that ship
 * @throws Error when one differs by more than rounding, or its 8-bit form by more than a little
 */
export async function requireSameAnswers(folders: {
  readonly floats: string;
  readonly final: string;
}): Promise<readonly string[]> {
  const floats = await loadModels(folders.floats);
  const final = await loadModels(folders.final);
  const faces = await sampleFaces(floats);
  const differences = await checkConversion(floats, await loadReferenceNets(), faces);
  const agreements = await checkQuantization(floats, final, faces);
  await releaseModels(floats);
  await releaseModels(final);
  return [...differences].map(([name, difference]) => {
    const agreement = agreements.get(name) ?? 0;
    const finding =
      `${name}: same as its original to ${difference.toExponential(1)}, ` +
      `as shipped to a cosine of ${agreement.toFixed(5)}`;
    if (difference <= MOST_DIFFERENCE && agreement >= LEAST_AGREEMENT) return finding;
    throw new Error(`a converted model is not its original: ${finding}`);
  });
}
