import { type Interval, wilsonInterval } from '../../core/evaluation/confidence.ts';
import {
  accuraciesOfFolds,
  bestThreshold,
  crossValidatedAccuracy,
  type ScoredPair,
} from '../../core/evaluation/cross-validated-accuracy.ts';
import { drawPairs, foldsOfPeople } from '../../core/evaluation/draw-pairs.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { similarityOf } from '../../core/similarity.ts';
import type { PhotoSet } from './photo-set.ts';

/** The share of pairs that are told right, with thresholds chosen on other pairs. */
export interface Accuracy {
  /** `list`: the pairs that were given. `drawn`: drawn from the photos with a fixed seed. */
  readonly pairsFrom: 'list' | 'drawn';
  readonly pairs: number;
  /** Pairs of the list of which a photo has no face; they count as refused. */
  readonly pairsWithoutFace: number;
  /** How many were judged with a threshold from the others; 0 when the pairs are too few for that. */
  readonly folds: number;
  readonly accuracy: number;
  readonly interval: Interval;
  /** The similarity that tells most of all pairs right. */
  readonly threshold: number;
}

type Pairs = Pick<Accuracy, 'pairsFrom' | 'pairsWithoutFace'> & { readonly scored: readonly ScoredPair[] };

function drawnPairs(faces: readonly LabelledFace[]): Pairs {
  const scored = drawPairs(faces).map(({ first, second, ...pair }) => ({
    ...pair,
    similarity: similarityOf(first.template, second.template),
  }));
  return { pairsFrom: 'drawn', pairsWithoutFace: 0, scored };
}

/** The folds of the list; where it has but one, those of the people. */
function listedPairs(set: PhotoSet, faces: readonly LabelledFace[]): Pairs {
  const byPhoto = new Map(faces.map((face) => [face.photo, face]));
  const personOf = (photo: number) => set.photos[photo]?.person ?? set.photos[photo]?.file.name ?? '';
  const folds = foldsOfPeople(set.photos.map((_, photo) => personOf(photo)));
  const hasFolds = new Set((set.pairs ?? []).map(({ fold }) => fold)).size > 1;
  let pairsWithoutFace = 0;
  const scored = (set.pairs ?? []).map(({ first, second, samePerson, fold }) => {
    const [one, other] = [byPhoto.get(first), byPhoto.get(second)];
    if (!one || !other) pairsWithoutFace += 1;
    const similarity = one && other ? similarityOf(one.template, other.template) : -1;
    if (hasFolds && fold !== undefined) return { similarity, samePerson, fold };
    const [ownFold, secondFold] = [folds.get(personOf(first)) ?? 0, folds.get(personOf(second))];
    return { similarity, samePerson, fold: ownFold, secondFold };
  });
  return { pairsFrom: 'list', pairsWithoutFace, scored };
}

/** Accuracy on the pairs of the list, or else on pairs that are drawn. */
export function measureAccuracy(set: PhotoSet, faces: readonly LabelledFace[]): Accuracy {
  const { scored, ...facts } = set.pairs === undefined ? drawnPairs(faces) : listedPairs(set, faces);
  const accuracy = crossValidatedAccuracy(scored);
  return {
    ...facts,
    pairs: scored.length,
    folds: accuraciesOfFolds(scored).length,
    accuracy,
    interval: wilsonInterval(accuracy, scored.length),
    threshold: bestThreshold(scored),
  };
}
