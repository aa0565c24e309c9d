import { calibrate, LEAST_PAIRS_OF_PEOPLE } from '../../core/evaluation/calibrate.ts';
import { type CalibrationCheck, checkCalibration } from '../../core/evaluation/calibration-check.ts';
import { compareAll, type PairEvidence } from '../../core/evaluation/compare-all.ts';
import { facesByPerson, type LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Calibration } from '../../core/score.ts';
import { finishInSlices } from './finish-in-slices.ts';
import type { PhotoSet } from './photo-set.ts';

/** A calibration from these photos, and how well one holds that was made with other people. */
export interface MeasuredCalibration {
  readonly calibration: Calibration;
  /** Both ways: made with one half of the people, checked at score 83 on the other half. */
  readonly checks: readonly CalibrationCheck[];
}

/** Share of other photos of the same person that may pass for the same photo. */
const OTHERS_TAKEN_FOR_COPIES = 0.001;
/** Templates of one photo differ in the last digits. */
const HIGHEST_SAME_PHOTO = 0.9999;
const CHECKED_SCORE = 83;

function calibrationOf({ impostorPeople, genuine }: PairEvidence): Calibration {
  const samePhoto = genuine.similarityAt(OTHERS_TAKEN_FOR_COPIES);
  const calibration = calibrate(impostorPeople, Number(samePhoto.toFixed(4)));
  const { measuredUpTo, samePhotoSimilarity } = calibration;
  const atLeastMeasured = Math.max(measuredUpTo, samePhotoSimilarity);
  return { ...calibration, samePhotoSimilarity: Math.min(HIGHEST_SAME_PHOTO, atLeastMeasured) };
}

/** @param people in the smaller half */
function requireEnough(people: number): void {
  if ((people * (people - 1)) / 2 >= LEAST_PAIRS_OF_PEOPLE) return;
  throw new OperatorError(
    'There are too few people for a calibration that can be checked on others.',
    'Give photos of at least 92 people, better of a thousand.',
  );
}

/** Refuses before any photo is analysed. @throws OperatorError when there are too few people */
export function requirePeopleToCalibrate({ photos, hasPeople }: PhotoSet): void {
  const people = new Set(photos.map(({ person }) => person)).size;
  requireEnough(hasPeople ? Math.floor(people / 2) : 0);
}

/**
 * The false-match rates of a pack on these people. Nobody should rely on them before seeing how a calibration from
 * one half of the people fares with the other.
 *
 * @throws OperatorError when there are too few people
 */
export async function measureCalibration(
  faces: readonly LabelledFace[],
  evidence: PairEvidence,
  signal: AbortSignal | undefined,
): Promise<MeasuredCalibration> {
  const people = [...facesByPerson(faces).values()];
  const halves: PairEvidence[] = [];
  for (const half of [0, 1]) {
    const own = people.filter((_, index) => index % 2 === half);
    requireEnough(own.length);
    halves.push(await finishInSlices(compareAll(own.flat()), signal));
  }
  const checks = halves.flatMap((half, index) => {
    const other = halves[1 - index];
    const made = calibrationOf({ ...half, genuine: evidence.genuine });
    return other ? checkCalibration(made, other).filter(({ score }) => score === CHECKED_SCORE) : [];
  });
  return { calibration: calibrationOf(evidence), checks };
}
