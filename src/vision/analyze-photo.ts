import type { AnalyzedFace, AnalyzedPhoto, AnalyzeOptions } from '../ports/vision.ts';
import { alignFace, CHIP_SIDE_PX, chipSideOf } from './align-face.ts';
import { assessQuality } from './assess-quality.ts';
import { cutCrop } from './cut-crop.ts';
import { type DecodedPhoto, decodePhoto, type PhotoLimits } from './decode-photo.ts';
import { embedFaces } from './embedding/embed-faces.ts';
import type { LocatedFace } from './find-faces.ts';
import { recoverKnownFaces } from './known-faces.ts';
import type { LoadedPack } from './loaded-pack.ts';
import type { Picture } from './picture.ts';
import { scalePlace } from './scale-face.ts';
import { stopwatch } from './stopwatch.ts';

const NO_CROP = new Uint8Array(0);

/** Side of the aligned face that sharpness is read from: its own size, within these bounds. */
const SHARPNESS_CHIP_PX = { least: 32, most: CHIP_SIDE_PX } as const;

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

/** Faces in pixels of the working picture: those that are asked for, or else those that are found. */
async function locateFaces(
  pack: LoadedPack,
  { picture, width, height }: DecodedPhoto,
  { known }: AnalyzeOptions,
): Promise<LocatedFace[]> {
  const found = await pack.findFaces(picture);
  if (known === undefined) return found;
  const toPicture = { x: picture.width / width, y: picture.height / height };
  return recoverKnownFaces(
    known.map((face) => scalePlace(face, toPicture)),
    found,
  );
}

/** Template and quality of each face, in pixels of the photo as received. */
async function describeFaces(
  pack: LoadedPack,
  { picture, width, height }: DecodedPhoto,
  faces: readonly LocatedFace[],
): Promise<AnalyzedFace[]> {
  const landmarks = faces.map((face) => face.landmarks);
  const templates = await embedFaces(pack.recognisers, picture, landmarks);
  const toPhoto = { x: width / picture.width, y: height / picture.height };
  return faces.flatMap((face, index) => {
    const template = templates[index];
    if (template === undefined) return [];
    const place = scalePlace(face, toPhoto);
    const { confidence } = face;
    const quality = assessQuality({ ...place, confidence, chip: sharpnessChip(picture, face) });
    return [{ ...place, confidence, quality, template, crop: NO_CROP }];
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
  const decodeMs = lapMs();
  const located = await locateFaces(pack, decoded, options);
  const detectMs = lapMs();
  const faces = await describeFaces(pack, decoded, located);
  const embedMs = lapMs();
  const crops = options.crops === true ? await cutCrops(decoded.picture, located) : [];
  return {
    width: decoded.width,
    height: decoded.height,
    format: decoded.format,
    faces: faces.map((face, index) => ({ ...face, crop: crops[index] ?? NO_CROP })),
    timings: { queueMs: 0, decodeMs, detectMs, embedMs, cropMs: lapMs() },
  };
}
