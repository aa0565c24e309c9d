import { boxArea } from '../core/geometry.ts';
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
  /** How much the faces count: their areas, in pixels, times the confidence that they are faces. */
  readonly weight: number;
  /** The part of it that stands upright, as far as can be told: each face's times the probability that it does. */
  readonly uprightWeight: number;
  /** The greatest of these probabilities. */
  readonly likeliest: number;
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
  let [weight, uprightWeight, likeliest] = [0, 0, 0];
  const faces = located.flatMap((face, index) => {
    const embedding = embeddings[index];
    if (embedding === undefined) return [];
    const probability = uprightness(pack.uprightRule, face, embedding.firstEmbedding);
    const share = boxArea(face.box) * face.confidence;
    weight += share;
    uprightWeight += probability * share;
    likeliest = Math.max(likeliest, probability);
    return [{ ...face, template: embedding.template }];
  });
  return { faces, weight, uprightWeight, likeliest };
}

/** The best of the three other positions, its faces in pixels of the picture as it came. */
async function readTurned(pack: LoadedPack, picture: Picture, times: ReadingTimes): Promise<Reading> {
  let best: Reading = { faces: [], weight: 0, uprightWeight: 0, likeliest: 0 };
  for (const turns of TURNS) {
    const reading = await readUpright(pack, turnPicture(picture, turns), times);
    if (reading.uprightWeight <= best.uprightWeight) continue;
    const faces = reading.faces.map((face) => ({ ...face, ...turnFaceBack(face, picture, turns) }));
    best = { ...reading, faces };
  }
  return best;
}

/**
 * Finds and recognises the faces of a picture, in any order. A picture in which the faces do not look upright, or none is
 * found, is read in the other three positions as well: many photos lie on their side without saying so. Large and sure
 * faces decide: of the small ones behind them many are none, and look like anything but an upright face.
 */
export async function readFaces(
  pack: LoadedPack,
  picture: Picture,
  times: ReadingTimes,
): Promise<readonly ReadFace[]> {
  const upright = await readUpright(pack, picture, times);
  if (upright.faces.length > 0 && upright.uprightWeight >= LIKELY * upright.weight) return upright.faces;
  const turned = await readTurned(pack, picture, times);
  const isBetter =
    turned.likeliest >= LIKELY && turned.uprightWeight > TURN_PREFERENCE * upright.uprightWeight;
  return isBetter ? turned.faces : upright.faces;
}
