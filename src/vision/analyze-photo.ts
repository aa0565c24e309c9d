import type { NamedRegion } from '../core/name-faces.ts';
import type { AnalyzedFace, AnalyzedPhoto, AnalyzeOptions, KnownFace, Liveness } from '../ports/vision.ts';
import { alignFace, CHIP_SIDE_PX, chipSideOf } from './align-face.ts';
import { assessQuality } from './assess-quality.ts';
import { cutCrop } from './cut-crop.ts';
import { type DecodedPhoto, decodePhoto, type PhotoLimits } from './decode-photo.ts';
import { findKnownFace } from './finding/known-faces.ts';
import { leadingFirst } from './finding/leading-first.ts';
import type { LocatedFace } from './finding/located-face.ts';
import { judgeLiveness } from './liveness/judge-liveness.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { namedRegionsOf } from './notes/named-regions.ts';
import { turnRegion } from './notes/turn-region.ts';
import type { Picture } from './picture.ts';
import { type ReadFace, type ReadingTimes, readFaces, readLocatedFaces } from './read-faces.ts';
import { scaleBox, scalePlace } from './scale-face.ts';
import { stopwatch } from './stopwatch.ts';

const NO_CROP = new Uint8Array(0);

/** Side of the aligned face that sharpness is read from: its own size, within these bounds. */
const SHARPNESS_CHIP_PX = { least: 32, most: CHIP_SIDE_PX } as const;

/** Confidence of a face that the detector did not find: it is in the picture because somebody says so. */
const UNSEEN_CONFIDENCE = 0;

async function cutCrops(picture: Picture, faces: readonly LocatedFace[]): Promise<Uint8Array[]> {
  const crops: Uint8Array[] = [];
  for (const { box } of faces) crops.push(await cutCrop(picture, box));
  return crops;
}

function sharpnessChip(picture: Picture, { landmarks }: LocatedFace): Picture {
  const ownSidePx = Math.round(chipSideOf(landmarks));
  const sidePx = Math.min(SHARPNESS_CHIP_PX.most, Math.max(SHARPNESS_CHIP_PX.least, ownSidePx));
  return alignFace(picture, landmarks, sidePx);
}

/** Exactly the known faces, in their order, each as the detector saw it where it found that face. */
async function readKnownFaces(
  pack: LoadedPack,
  picture: Picture,
  known: readonly KnownFace[],
  times: ReadingTimes,
): Promise<ReadFace[]> {
  const found = await readFaces(pack, picture, times);
  const faces: ReadFace[] = [];
  for (const each of known) {
    const place = scalePlace(each, { x: picture.width, y: picture.height });
    const face = findKnownFace(place, found);
    const unseen = { ...place, confidence: UNSEEN_CONFIDENCE };
    faces.push(...(face ? [face] : await readLocatedFaces(pack, picture, [unseen])));
  }
  return faces;
}

/** One a face, or none when nobody asks or the pack cannot tell. */
async function judgeAll(
  pack: LoadedPack,
  picture: Picture,
  faces: readonly LocatedFace[],
): Promise<readonly Liveness[]> {
  if (pack.liveness.length === 0) return [];
  const judged: Liveness[] = [];
  for (const { box } of faces) judged.push(await judgeLiveness(pack.liveness, picture, box));
  return judged;
}

/** A face in pixels of the photo as received. */
function describeFace({ picture, width, height }: DecodedPhoto, face: ReadFace): AnalyzedFace {
  const place = scalePlace(face, { x: width / picture.width, y: height / picture.height });
  const { confidence, template } = face;
  const quality = assessQuality({ ...place, confidence, chip: sharpnessChip(picture, face) });
  return { ...place, confidence, quality, template, crop: NO_CROP };
}

/** In pixels of the upright photo as received. */
function describeRegions(
  { width, height, orientation, xmp = '' }: DecodedPhoto,
  { xmp: besideIt = '' }: NonNullable<AnalyzeOptions['namedRegions']>,
): readonly NamedRegion[] {
  const beside = namedRegionsOf(besideIt);
  const regions = beside.length > 0 ? beside : namedRegionsOf(xmp);
  return regions.map(({ name, box: stored }) => {
    const box = turnRegion(stored, orientation);
    return { name, box: scaleBox(box, { x: width, y: height }) };
  });
}

/**
 * Photo in, faces out, on this thread, the leading face first. `timings.queueMs` is 0.
 *
 * @throws Fault `photo_too_large`, `photo_not_an_image`, `photo_damaged`, `photo_too_many_pixels`
 */
export async function analyzePhoto(
  pack: LoadedPack,
  photo: Uint8Array,
  options: AnalyzeOptions & { readonly limits: PhotoLimits },
): Promise<AnalyzedPhoto> {
  const lapMs = stopwatch();
  const decoded = await decodePhoto(photo, options.limits);
  const { picture, width, height, format } = decoded;
  const decodeMs = lapMs();
  const times: ReadingTimes = { detectMs: 0, embedMs: 0 };
  const read =
    options.known === undefined
      ? leadingFirst(await readFaces(pack, picture, times), picture)
      : await readKnownFaces(pack, picture, options.known, times);
  lapMs();
  const faces = read.map((face) => describeFace(decoded, face));
  const judged = options.liveness === true ? await judgeAll(pack, picture, read) : [];
  times.embedMs += lapMs();
  const crops = options.crops === true ? await cutCrops(picture, read) : [];
  const namedRegions = options.namedRegions && describeRegions(decoded, options.namedRegions);
  return {
    width,
    height,
    format,
    faces: faces.map((face, index) => {
      const liveness = judged[index];
      return { ...face, crop: crops[index] ?? NO_CROP, ...(liveness && { liveness }) };
    }),
    ...(namedRegions && { namedRegions }),
    timings: { queueMs: 0, decodeMs, ...times, cropMs: lapMs() },
  };
}
