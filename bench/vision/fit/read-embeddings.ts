import { readFile } from 'node:fs/promises';
import { decodePhoto } from '../../../src/vision/decode-photo.ts';
import { fitOf } from '../../../src/vision/finding/face-fit.ts';
import { leadingFirst } from '../../../src/vision/finding/leading-first.ts';
import { turnPicture } from '../../../src/vision/finding/turn-picture.ts';
import type { LoadedPack } from '../../../src/vision/loaded-pack.ts';
import type { Picture } from '../../../src/vision/picture.ts';
import { dataPath } from '../labelled-photos.ts';
import { personOf } from './lfw-people.ts';

const NO_LIMITS = { maxPhotoBytes: Number.MAX_SAFE_INTEGER, maxPhotoPixels: Number.MAX_SAFE_INTEGER };
/** Photos that are also read lying on a side and upside down: one in so many. */
const TURNED_EVERY = 10;
const TURNS = [1, 2, 3] as const;

/** The leading face of a photo as the models see it. */
export interface ReadLfwPhoto {
  readonly photo: string;
  readonly person: string;
  /** One a recogniser of the pack: unit length, before any projection. */
  readonly embeddings: readonly Float32Array[];
}

/** What is known of a face that was read in some position. */
export interface UprightExample {
  readonly person: string;
  readonly upright: boolean;
  /** The first recogniser's embedding, then the confidence, then the misfit. */
  readonly evidence: Float64Array;
}

async function readLeading(pack: LoadedPack, picture: Picture) {
  const [face] = leadingFirst(await pack.findFaces(picture), picture);
  if (face === undefined) return undefined;
  const embeddings: Float32Array[] = [];
  for (const recogniser of pack.recognisers) {
    embeddings.push(...(await recogniser.embeddings(picture, [face.landmarks])));
  }
  const misfit = fitOf(face.landmarks)?.misfit ?? 1;
  return { embeddings, evidence: Float64Array.of(...(embeddings[0] ?? []), face.confidence, misfit) };
}

/** Reads photos of LFW upright, and some of them in all four positions. */
export async function readEmbeddings(pack: LoadedPack, photos: readonly string[]) {
  const read: ReadLfwPhoto[] = [];
  const examples: UprightExample[] = [];
  for (const [index, photo] of photos.entries()) {
    const person = personOf(photo);
    const { picture } = await decodePhoto(await readFile(dataPath('lfw', photo)), NO_LIMITS);
    const upright = await readLeading(pack, picture);
    if (upright) read.push({ photo, person, embeddings: upright.embeddings });
    if (index % 500 === 0) process.stderr.write(`${index} of ${photos.length} photos\n`);
    if (index % TURNED_EVERY !== 0) continue;
    if (upright) examples.push({ person, upright: true, evidence: upright.evidence });
    for (const turns of TURNS) {
      const turned = await readLeading(pack, turnPicture(picture, turns));
      if (turned) examples.push({ person, upright: false, evidence: turned.evidence });
    }
  }
  return { read, examples };
}
