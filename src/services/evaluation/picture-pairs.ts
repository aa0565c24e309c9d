import type { PairEvidence } from '../../core/evaluation/compare-all.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { type ComparedPair, variedPairs } from '../../core/evaluation/worst-pairs.ts';
import { type Calibration, scoreOf } from '../../core/score.ts';
import type { ServicePorts } from '../ports.ts';
import { type AnalyzeSetCommand, chooseFace } from './analyze-set.ts';
import type { PhotoSet } from './photo-set.ts';

/** One face of a pair that goes wrong. */
export interface ShownFace {
  /** Name of its file. */
  readonly photo: string;
  /** WebP; undefined unless pictures were asked for. */
  readonly picture?: Uint8Array | undefined;
}

/** Two faces that are hard to tell right. */
export interface ShownPair {
  readonly similarity: number;
  /** In the scale of pairs. */
  readonly score: number;
  readonly first: ShownFace;
  readonly second: ShownFace;
}

/** The pairs that a pack finds hardest. */
export interface HardestPairs {
  /** Different people, the most alike first; two people appear together once. */
  readonly falseMatches: readonly ShownPair[];
  /** The same person, the least alike first; every photo appears once. */
  readonly falseNonMatches: readonly ShownPair[];
}

const PAIRS_SHOWN = 24;

function coupleOf({ first, second }: ComparedPair<LabelledFace>): string {
  return JSON.stringify([first.person, second.person].sort());
}

function photosOf({ first, second }: ComparedPair<LabelledFace>): string[] {
  return [String(first.photo), String(second.photo)];
}

type PictureOf = (photo: number) => Promise<Uint8Array | undefined>;

/** What was measured is worth more than a picture of it: a photo that has gone meanwhile has none. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

/** Analyses a photo once more, with the picture of the face. The same bytes give the same faces. */
function pictureMaker(
  { vision, rules }: Pick<ServicePorts, 'rules' | 'vision'>,
  { packId, face }: Pick<AnalyzeSetCommand, 'face' | 'packId'>,
  set: PhotoSet,
): PictureOf {
  const made = new Map<number, Uint8Array | undefined>();
  return async (number) => {
    const photo = set.photos[number];
    if (made.has(number) || photo === undefined) return made.get(number);
    const read = async () =>
      vision.analyze(await photo.file.read(rules.maxPhotoBytes), { packId, crops: true });
    const analyzed = await unlessGone(read());
    const picture = analyzed && chooseFace(face, analyzed)?.crop;
    made.set(number, picture);
    return picture;
  };
}

/** The hardest pairs of the evidence, with pictures when they are asked for. */
export async function showHardestPairs(
  ports: Pick<ServicePorts, 'rules' | 'vision'>,
  command: Pick<AnalyzeSetCommand, 'face' | 'packId' | 'signal'> & { readonly pictures: boolean },
  set: PhotoSet,
  evidence: { readonly calibration: Calibration } & Pick<
    PairEvidence,
    'leastAlikeSame' | 'mostAlikeStrangers'
  >,
): Promise<HardestPairs> {
  const pictureOf = pictureMaker(ports, command, set);
  const show = async ({ photo }: LabelledFace): Promise<ShownFace> => {
    command.signal?.throwIfAborted();
    const name = set.photos[photo]?.file.name ?? '';
    return command.pictures ? { photo: name, picture: await pictureOf(photo) } : { photo: name };
  };
  const showAll = async (pairs: readonly ComparedPair<LabelledFace>[]): Promise<ShownPair[]> => {
    const shown: ShownPair[] = [];
    for (const { similarity, first, second } of pairs) {
      const { score } = scoreOf(evidence.calibration, similarity, 1, 'pair');
      shown.push({ similarity, score, first: await show(first), second: await show(second) });
    }
    return shown;
  };
  const strangers = variedPairs(evidence.mostAlikeStrangers.pairs, (pair) => [coupleOf(pair)], PAIRS_SHOWN);
  const same = variedPairs(evidence.leastAlikeSame.pairs, photosOf, PAIRS_SHOWN);
  return { falseMatches: await showAll(strangers), falseNonMatches: await showAll(same) };
}
