import { embedFaces } from './embedding/embed-faces.ts';
import type { LocatedFace } from './finding/located-face.ts';
import { type QuarterTurns, turnFaceBack, turnPicture } from './finding/turn-picture.ts';
import type { LoadedPack } from './loaded-pack.ts';
import type { Picture } from './picture.ts';
import { stopwatch } from './stopwatch.ts';
import { uprightness } from './uprightness.ts';

/** A face that was found and recognised. */
export interface ReadFace extends LocatedFace {
  readonly template: Float32Array;
}

/** What was read in one position of a picture. */
interface Reading {
  readonly faces: readonly ReadFace[];
  /** How many faces stand upright, as far as can be told: the sum of their probabilities. */
  readonly uprightFaces: number;
}

/** Milliseconds spent on finding and on recognising, added up. */
export interface ReadingTimes {
  detectMs: number;
  embedMs: number;
}

const TURNS: readonly QuarterTurns[] = [1, 2, 3];
const LIKELY = 0.5;

/** How much more another position must speak for itself than the one in which the picture came. */
const TURN_PREFERENCE = 1.25;

/** Templates of faces whose place is known. */
export async function readLocatedFaces(
  pack: LoadedPack,
  picture: Picture,
  faces: readonly LocatedFace[],
): Promise<ReadFace[]> {
  const landmarks = faces.map((face) => face.landmarks);
  const embeddings = await embedFaces(pack.recognisers, picture, landmarks);
  return faces.flatMap((face, index) => {
    const embedding = embeddings[index];
    return embedding === undefined ? [] : [{ ...face, template: embedding.template }];
  });
}

async function readUpright(pack: LoadedPack, picture: Picture, times: ReadingTimes): Promise<Reading> {
  const lapMs = stopwatch();
  const located = await pack.findFaces(picture);
  times.detectMs += lapMs();
  const landmarks = located.map((face) => face.landmarks);
  const embeddings = await embedFaces(pack.recognisers, picture, landmarks);
  times.embedMs += lapMs();
  let uprightFaces = 0;
  const faces = located.flatMap((face, index) => {
    const embedding = embeddings[index];
    if (embedding === undefined) return [];
    uprightFaces += uprightness(pack.uprightRule, face, embedding.firstEmbedding);
    return [{ ...face, template: embedding.template }];
  });
  return { faces, uprightFaces };
}

/** The best of the three other positions, its faces in pixels of the picture as it came. */
async function readTurned(pack: LoadedPack, picture: Picture, times: ReadingTimes): Promise<Reading> {
  let best: Reading = { faces: [], uprightFaces: 0 };
  for (const turns of TURNS) {
    const { faces, uprightFaces } = await readUpright(pack, turnPicture(picture, turns), times);
    if (uprightFaces <= best.uprightFaces) continue;
    best = { uprightFaces, faces: faces.map((face) => ({ ...face, ...turnFaceBack(face, picture, turns) })) };
  }
  return best;
}

/**
 * Finds and recognises the faces of a picture, in any order. A picture in which most faces do not look upright, or none
 * is found, is read in the other three positions as well: many photos lie on their side without saying so.
 */
export async function readFaces(
  pack: LoadedPack,
  picture: Picture,
  times: ReadingTimes,
): Promise<readonly ReadFace[]> {
  const upright = await readUpright(pack, picture, times);
  const { length } = upright.faces;
  if (length > 0 && upright.uprightFaces >= LIKELY * length) return upright.faces;
  const turned = await readTurned(pack, picture, times);
  const isBetter =
    turned.uprightFaces >= LIKELY && turned.uprightFaces > TURN_PREFERENCE * upright.uprightFaces;
  return isBetter ? turned.faces : upright.faces;
}
