/** Similarity of one labelled pair; -1 when a photo has no face. */
export interface ScoredPair {
  readonly similarity: number;
  readonly samePerson: boolean;
  readonly fold: number;
  /** Of the second person, when the folds are of people: then no person of a fold helps to choose its threshold. */
  readonly secondFold?: number | undefined;
}

/** The threshold that tells most pairs right. */
export function bestThreshold(pairs: readonly ScoredPair[]): number {
  const falling = [...pairs].sort((first, second) => second.similarity - first.similarity);
  let right = pairs.filter(({ samePerson }) => !samePerson).length;
  let best = { right, threshold: 1 };
  falling.forEach(({ similarity, samePerson }, index) => {
    right += samePerson ? 1 : -1;
    const next = falling[index + 1]?.similarity ?? -1;
    // No threshold lies between two pairs that are equally alike.
    if (right > best.right && next < similarity) best = { right, threshold: (similarity + next) / 2 };
  });
  return best.threshold;
}

function shareRight(pairs: readonly ScoredPair[], threshold: number): number {
  const right = pairs.filter(({ similarity, samePerson }) => similarity > threshold === samePerson);
  return right.length / pairs.length;
}

/** The accuracy of each fold that has pairs, 0..1, with the threshold that is best for the pairs outside it. */
export function accuraciesOfFolds(pairs: readonly ScoredPair[]): number[] {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  return folds.map((fold) => {
    const others = pairs.filter((pair) => pair.fold !== fold && pair.secondFold !== fold);
    return shareRight(
      pairs.filter((pair) => pair.fold === fold),
      bestThreshold(others),
    );
  });
}

/** Mean accuracy over the folds, each with the threshold that is best for the others (LFW's protocol). */
export function crossValidatedAccuracy(pairs: readonly ScoredPair[]): number {
  const accuracies = accuraciesOfFolds(pairs);
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
}
