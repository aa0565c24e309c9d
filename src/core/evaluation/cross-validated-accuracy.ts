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

function hasBothKinds(pairs: readonly ScoredPair[]): boolean {
  return new Set(pairs.map(({ samePerson }) => samePerson)).size === 2;
}

/** The pairs to choose the threshold of a fold with; where people are few, their pairs across folds must help. */
function pairsOutside(fold: number, pairs: readonly ScoredPair[]): readonly ScoredPair[] {
  const others = pairs.filter((pair) => pair.fold !== fold);
  const strangers = others.filter(({ secondFold }) => secondFold !== fold);
  return hasBothKinds(strangers) ? strangers : others;
}

/**
 * The accuracy of each fold, 0..1, with the threshold that is best for the pairs outside it. Folds without pairs of
 * both kinds outside them are left out.
 */
export function accuraciesOfFolds(pairs: readonly ScoredPair[]): number[] {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  return folds.flatMap((fold) => {
    const others = pairsOutside(fold, pairs);
    if (!hasBothKinds(others)) return [];
    const own = pairs.filter((pair) => pair.fold === fold);
    return [shareRight(own, bestThreshold(others))];
  });
}

/**
 * Mean accuracy over the folds, each with the threshold that is best for the others (LFW's protocol). Where the pairs
 * are too few for folds it is that of the threshold which is best for all of them.
 */
export function crossValidatedAccuracy(pairs: readonly ScoredPair[]): number {
  const accuracies = accuraciesOfFolds(pairs);
  if (accuracies.length === 0) return shareRight(pairs, bestThreshold(pairs));
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
}
