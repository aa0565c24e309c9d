/** Similarity of one labelled pair; -1 when a photo has no face. */
export interface ScoredPair {
  readonly similarity: number;
  readonly samePerson: boolean;
  readonly fold: number;
}

/** The threshold that tells most pairs right. */
export function bestThreshold(pairs: readonly ScoredPair[]): number {
  const falling = [...pairs].sort((first, second) => second.similarity - first.similarity);
  let right = pairs.filter(({ samePerson }) => !samePerson).length;
  let best = { right, threshold: 1 };
  falling.forEach(({ similarity, samePerson }, index) => {
    right += samePerson ? 1 : -1;
    const threshold = (similarity + (falling[index + 1]?.similarity ?? similarity)) / 2;
    if (right > best.right) best = { right, threshold };
  });
  return best.threshold;
}

function shareRight(pairs: readonly ScoredPair[], threshold: number): number {
  const right = pairs.filter(({ similarity, samePerson }) => similarity > threshold === samePerson);
  return right.length / pairs.length;
}

/** Mean accuracy over the folds, each with the threshold that is best for the others. */
export function crossValidatedAccuracy(pairs: readonly ScoredPair[]): number {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  const accuracies = folds.map((fold) => {
    const threshold = bestThreshold(pairs.filter((pair) => pair.fold !== fold));
    return shareRight(
      pairs.filter((pair) => pair.fold === fold),
      threshold,
    );
  });
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
}

/** Share of pairs of the same person that are accepted where this share of strangers is. */
export function acceptedAt(pairs: readonly ScoredPair[], falseMatchRate: number): number {
  const strangers = pairs.filter(({ samePerson }) => !samePerson).map(({ similarity }) => similarity);
  const threshold = strangers.sort((first, second) => second - first)[
    Math.floor(falseMatchRate * strangers.length)
  ];
  const same = pairs.filter(({ samePerson }) => samePerson);
  return same.filter(({ similarity }) => similarity > (threshold ?? 1)).length / same.length;
}
