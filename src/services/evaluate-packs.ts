import { type CalibrationCheck, checkCalibration } from '../core/evaluation/calibration-check.ts';
import type { ListedPair } from '../core/evaluation/listed-pairs.ts';
import type { Pack } from '../core/pack.ts';
import type { PhotoSource } from '../ports/photo-source.ts';
import { type AnalyzedSet, analyzeSet, type FaceRule } from './evaluation/analyze-set.ts';
import { type Accuracy, measureAccuracy } from './evaluation/measure-accuracy.ts';
import {
  type MeasuredCalibration,
  measureCalibration,
  requirePeopleToCalibrate,
} from './evaluation/measure-calibration.ts';
import { type Identification, measureIdentification } from './evaluation/measure-identification.ts';
import { measureVerification, type Verification } from './evaluation/measure-verification.ts';
import { collectEvidence, labelledFacesOf } from './evaluation/pair-evidence.ts';
import { type PhotoSet, readPhotoSet } from './evaluation/photo-set.ts';
import { type HardestPairs, showHardestPairs } from './evaluation/picture-pairs.ts';
import type { ServicePorts } from './ports.ts';

export interface EvaluatePacksCommand {
  /** One folder a person; or any photos that the list of pairs names. */
  readonly source: PhotoSource;
  readonly pairs?: readonly ListedPair[] | undefined;
  /** Ids or names; the default pack when there is none. */
  readonly packs: readonly string[];
  readonly face: FaceRule;
  /** Whether the pairs that go wrong are wanted as pictures. */
  readonly pictures: boolean;
  /** Whether to make a new calibration. */
  readonly calibrate: boolean;
  /** How many photos are worked on at the same time, 1 or more. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** @param analyses how many times a photo will be analysed */
  onStart(analyses: number): void;
  onPhoto(): void;
}

/** Everything that was measured of one pack. */
export interface PackEvaluation extends Omit<AnalyzedSet, 'templates'> {
  readonly pack: Pack;
  readonly accuracy: Accuracy;
  readonly verification: Verification;
  readonly calibration: readonly CalibrationCheck[];
  /** One entry a size of gallery; empty when the photos allow none. */
  readonly identification: readonly Identification[];
  readonly hardest: HardestPairs;
  /** Made from these photos, when it was asked for. */
  readonly measuredCalibration?: MeasuredCalibration;
}

/** Packs side by side, on the same photos. */
export interface Evaluation {
  readonly photos: number;
  /** Undefined when the photos do not lie in folders of people. */
  readonly people?: number | undefined;
  readonly face: FaceRule;
  readonly packs: readonly PackEvaluation[];
}

type EvaluationPorts = Pick<ServicePorts, 'rules' | 'vision'>;

async function evaluatePack(
  ports: EvaluationPorts,
  command: EvaluatePacksCommand,
  pack: Pack,
  set: PhotoSet,
): Promise<PackEvaluation> {
  const { face, pictures, concurrency, signal } = command;
  const { id: packId, calibration } = pack;
  const onPhoto = () => command.onPhoto();
  const { templates, ...photos } = await analyzeSet(
    ports,
    { packId, face, concurrency, signal, onPhoto },
    set,
  );
  const faces = labelledFacesOf(set, { ...photos, templates });
  const evidence = await collectEvidence(set, faces, signal);
  const measured = command.calibrate ? await measureCalibration(faces, evidence, signal) : undefined;
  return {
    ...(measured && { measuredCalibration: measured }),
    pack,
    ...photos,
    accuracy: measureAccuracy(set, faces),
    verification: await measureVerification(faces, evidence, calibration, signal),
    calibration: checkCalibration(calibration, evidence),
    identification: set.hasPeople ? await measureIdentification(faces, calibration, signal) : [],
    hardest: await showHardestPairs(ports, { packId, face, pictures, signal }, set, {
      ...evidence,
      calibration,
    }),
  };
}

/**
 * Measures how good packs are on photos whose people are known: verification over all pairs, identification in an
 * open set, and whether the pack's scores keep their promise.
 *
 * @throws Fault `pack_not_installed`; OperatorError when nothing can be measured with these photos, or no calibration
 * made; the signal's reason once it is given
 */
export async function evaluatePacks(
  ports: EvaluationPorts,
  command: EvaluatePacksCommand,
): Promise<Evaluation> {
  const packs: Pack[] = [];
  for (const name of command.packs) {
    const pack = await ports.vision.requirePack(name);
    if (packs.every(({ id }) => id !== pack.id)) packs.push(pack);
  }
  if (packs.length === 0) packs.push(ports.vision.pack);
  const set = await readPhotoSet(command.source, command.pairs);
  if (command.calibrate) requirePeopleToCalibrate(set);
  command.onStart(set.photos.length * packs.length);
  const measured: PackEvaluation[] = [];
  for (const pack of packs) measured.push(await evaluatePack(ports, command, pack, set));
  const people = new Set(set.photos.map(({ person }) => person)).size;
  return {
    photos: set.photos.length,
    people: set.hasPeople ? people : undefined,
    face: command.face,
    packs: measured,
  };
}
