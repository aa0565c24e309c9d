import type { Calibration } from '../score.ts';
import type { PairEvidence } from './compare-all.ts';
import { similarityOfScore } from './similarity-of-score.ts';

/** How many pairs of each kind lie from here up to the next bin. */
export interface DistributionBin {
  readonly from: number;
  readonly genuine: number;
  readonly impostor: number;
}

type Kinds = Pick<PairEvidence, 'genuine' | 'impostor'>;

/** Bins a unit of similarity. */
const BINS_A_UNIT = 50;
const HIGHEST_SCORE = 100;

/** Pairs by similarity in bins of 0.02, from -1 to 1; the last bin holds those of exactly 1. */
export function similarityDistribution({ genuine, impostor }: Kinds): DistributionBin[] {
  const bins = Array.from({ length: 2 * BINS_A_UNIT + 1 }, (_, index) => ({
    from: index / BINS_A_UNIT - 1,
    genuine: 0,
    impostor: 0,
  }));
  // Similarities come as sums of fractions; half a step of the histogram keeps them in their bin.
  const binOf = (similarity: number) => bins[Math.floor((similarity + 1 + 5e-6) * BINS_A_UNIT)];
  for (const { similarity, weight } of genuine.falling()) {
    const bin = binOf(similarity);
    if (bin) bin.genuine += weight;
  }
  for (const { similarity, weight } of impostor.falling()) {
    const bin = binOf(similarity);
    if (bin) bin.impostor += weight;
  }
  return bins;
}

/** Pairs by score in the scale of pairs, 0 to 100. */
export function scoreDistribution(calibration: Calibration, { genuine, impostor }: Kinds): DistributionBin[] {
  const scores = Array.from({ length: HIGHEST_SCORE + 1 }, (_, score) => score);
  const reaching = scores.map((score) => {
    const least = score === 0 ? -1 : similarityOfScore(calibration, score, 1);
    return { genuine: genuine.weightFrom(least), impostor: impostor.weightFrom(least) };
  });
  return scores.map((score) => {
    const [here, next] = [reaching[score], reaching[score + 1]];
    return {
      from: score,
      genuine: (here?.genuine ?? 0) - (next?.genuine ?? 0),
      impostor: (here?.impostor ?? 0) - (next?.impostor ?? 0),
    };
  });
}
