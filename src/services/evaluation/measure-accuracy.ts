import { type Interval, wilsonInterval } from '../../core/evaluation/confidence.ts';
import {
  accuraciesOfFolds,
  bestThreshold,
  crossValidatedAccuracy,
} from '../../core/evaluation/cross-validated-accuracy.ts';
import { drawPairs, foldsOfPeople } from '../../core/evaluation/draw-pairs.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { similarityOf } from '../../core/similarity.ts';
import type { PhotoSet, SetPair, SetPhoto } from './photo-set.ts';

/** The share of pairs that are told right, with thresholds chosen on other pairs. */
export interface Accuracy {
  /** `list`: the pairs that were given. `drawn`: drawn from the photos with a fixed seed. */
  readonly pairsFrom: 'list' | 'drawn';
  readonly pairs: number;
  /** Pairs of which a photo has no face; they count as refused. */
  readonly pairsWithoutFace: number;
  /** How many were judged with a threshold from the others; 0 when the pairs are too few for that. */
  readonly folds: number;
  readonly accuracy: number;
  readonly interval: Interval;
  /** The similarity that tells most of all pairs right. */
  readonly threshold: number;
}

interface FoldedPair {
  /** Numbers of the photos. */
  readonly first: number;
  readonly second: number;
  readonly samePerson: boolean;
  readonly fold: number;
  readonly secondFold?: number | undefined;
}

function personOf({ file, person }: SetPhoto): string {
  return person ?? file.name;
}

function drawnPairs({ photos }: PhotoSet): FoldedPair[] {
  const labelled = photos.map((each, photo) => ({ photo, person: personOf(each) }));
  return drawPairs(labelled).map(({ first, second, ...pair }) => ({
    ...pair,
    first: first.photo,
    second: second.photo,
  }));
}

/** The folds of the list; where it has but one, those of the people. */
function foldedPairs({ photos }: PhotoSet, pairs: readonly SetPair[]): FoldedPair[] {
  const listed = pairs.flatMap(({ fold, ...pair }) => (fold === undefined ? [] : [{ ...pair, fold }]));
  const hasFolds = new Set(listed.map(({ fold }) => fold)).size > 1;
  if (hasFolds) return listed;
  const people = photos.map(personOf);
  const folds = foldsOfPeople(people);
  const foldOf = (photo: number) => folds.get(people[photo] ?? '') ?? 0;
  return pairs.map((pair) => ({ ...pair, fold: foldOf(pair.first), secondFold: foldOf(pair.second) }));
}

/** Accuracy on the pairs of the list, or else on pairs that are drawn; both are the same for all packs. */
export function measureAccuracy(set: PhotoSet, faces: readonly LabelledFace[]): Accuracy {
  const templates = new Map(faces.map(({ photo, template }) => [photo, template]));
  const pairs = set.pairs === undefined ? drawnPairs(set) : foldedPairs(set, set.pairs);
  let pairsWithoutFace = 0;
  const scored = pairs.map(({ first, second, ...pair }) => {
    const [one, other] = [templates.get(first), templates.get(second)];
    if (!one || !other) pairsWithoutFace += 1;
    return { ...pair, similarity: one && other ? similarityOf(one, other) : -1 };
  });
  const accuracy = crossValidatedAccuracy(scored);
  return {
    pairsFrom: set.pairs === undefined ? 'drawn' : 'list',
    pairs: scored.length,
    pairsWithoutFace,
    folds: accuraciesOfFolds(scored).length,
    accuracy,
    interval: wilsonInterval(accuracy, scored.length),
    threshold: bestThreshold(scored),
  };
}
