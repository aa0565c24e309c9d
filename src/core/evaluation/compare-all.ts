import { similarityOf } from '../similarity.ts';
import { facesByPerson, type LabelledFace } from './labelled-face.ts';
import { SimilarityHistogram } from './similarity-histogram.ts';
import { WorstPairs } from './worst-pairs.ts';

/** What a set of pairs shows. */
export interface PairEvidence {
  /** Pairs of photos of the same person. */
  readonly genuine: SimilarityHistogram;
  /** Pairs of photos of different people. */
  readonly impostor: SimilarityHistogram;
  /** The same pairs, where every two people count 1, however many photos there are of them. */
  readonly impostorPeople: SimilarityHistogram;
  readonly mostAlikeStrangers: WorstPairs<LabelledFace>;
  readonly leastAlikeSame: WorstPairs<LabelledFace>;
}

/** More than are shown, because not all of them may be shown side by side. */
const WORST_PAIRS_KEPT = 2000;

/** Evidence of no pair. */
export function emptyEvidence(): PairEvidence {
  return {
    genuine: new SimilarityHistogram(),
    impostor: new SimilarityHistogram(),
    impostorPeople: new SimilarityHistogram(),
    mostAlikeStrangers: new WorstPairs('alike', WORST_PAIRS_KEPT),
    leastAlikeSame: new WorstPairs('unlike', WORST_PAIRS_KEPT),
  };
}

/** Takes in one pair. @param weight what it counts for among pairs of people */
export function addPair(
  evidence: PairEvidence,
  pair: { readonly first: LabelledFace; readonly second: LabelledFace; readonly isSame: boolean },
  weight: number,
): void {
  const { first, second, isSame } = pair;
  const similarity = similarityOf(first.template, second.template);
  if (isSame) {
    evidence.genuine.add(similarity);
    evidence.leastAlikeSame.offer(similarity, first, second);
    return;
  }
  evidence.impostor.add(similarity);
  evidence.impostorPeople.add(similarity, weight);
  evidence.mostAlikeStrangers.offer(similarity, first, second);
}

/**
 * Compares every two faces once. Yields after each face that was compared with all before it, so that the caller may
 * let other work go on.
 */
export function* compareAll(faces: readonly LabelledFace[]): Generator<void, PairEvidence> {
  const evidence = emptyEvidence();
  const people = facesByPerson(faces);
  const shares = faces.map(({ person }) => 1 / (people.get(person)?.length ?? 1));
  for (const [index, first] of faces.entries()) {
    const share = shares[index] ?? 1;
    for (let other = 0; other < index; other += 1) {
      const second = faces[other];
      if (second === undefined) continue;
      addPair(
        evidence,
        { first: second, second: first, isSame: first.person === second.person },
        share * (shares[other] ?? 1),
      );
    }
    yield;
  }
  return evidence;
}

/** For each person with several faces: how many pairs of them there are and how many reach each threshold. */
export function* acceptedPairs(
  faces: readonly LabelledFace[],
  thresholds: readonly number[],
): Generator<void, readonly { readonly trials: number; readonly successes: readonly number[] }[]> {
  const outcomes: { trials: number; successes: number[] }[] = [];
  for (const own of facesByPerson(faces).values()) {
    const successes = thresholds.map(() => 0);
    for (const [index, first] of own.entries()) {
      for (const second of own.slice(0, index)) {
        const similarity = similarityOf(first.template, second.template);
        thresholds.forEach((threshold, at) => {
          if (similarity >= threshold) successes[at] = (successes[at] ?? 0) + 1;
        });
      }
      yield;
    }
    if (own.length > 1) outcomes.push({ trials: (own.length * (own.length - 1)) / 2, successes });
  }
  return outcomes;
}
