import { addPair, compareAll, emptyEvidence, type PairEvidence } from '../../core/evaluation/compare-all.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { AnalyzedSet } from './analyze-set.ts';
import { finishInSlices } from './finish-in-slices.ts';
import type { PhotoSet } from './photo-set.ts';

/** The faces of a set. Where nobody says who is who, every photo is a person of its own. */
export function labelledFacesOf(set: PhotoSet, { templates }: AnalyzedSet): LabelledFace[] {
  return set.photos.flatMap(({ file, person }, photo) => {
    const template = templates[photo];
    const name = set.hasPeople ? (person ?? file.name) : file.name;
    return template === undefined ? [] : [{ photo, person: name, template }];
  });
}

function compareListed(set: PhotoSet, faces: readonly LabelledFace[]): PairEvidence {
  const evidence = emptyEvidence();
  const byPhoto = new Map(faces.map((face) => [face.photo, face]));
  for (const pair of set.pairs ?? []) {
    const [first, second] = [byPhoto.get(pair.first), byPhoto.get(pair.second)];
    if (first && second) addPair(evidence, { first, second, isSame: pair.samePerson }, 1);
  }
  return evidence;
}

/**
 * Compares all pairs of the set; where nobody says who is who, those of the list.
 *
 * @throws OperatorError when too few photos have a face
 */
export async function collectEvidence(
  set: PhotoSet,
  faces: readonly LabelledFace[],
  signal: AbortSignal | undefined,
): Promise<PairEvidence> {
  const evidence = set.hasPeople
    ? await finishInSlices(compareAll(faces), signal)
    : compareListed(set, faces);
  if (evidence.genuine.total > 0 && evidence.impostor.total > 0) return evidence;
  throw new OperatorError(
    'Too few photos have a face: there is no pair of the same person, or none of different people.',
    'Give more photos, larger and sharper ones.',
  );
}
