import { cropRegionOf, placeWithin } from '../../core/crop-region.ts';
import type { Face } from '../../core/face.ts';
import { Fault, type FaultCode } from '../../core/fault.ts';
import type { DescribedFace, FaceWithPhoto, NewTemplate } from '../../ports/catalog.ts';
import type { ServicePorts } from '../ports.ts';

type PicturePorts = Pick<ServicePorts, 'blobs' | 'vision'>;

/** What says nothing about the picture: the same one may be read later. */
const PASSING: ReadonlySet<FaultCode> = new Set([
  'overloaded',
  'analysis_timed_out',
  'analysis_failed',
  'shutting_down',
  'pack_not_installed',
]);

/** Faces of one photo, and what was made of them. */
export interface ReadFaces {
  readonly templates: readonly NewTemplate[];
  /** Faces of which no picture can be read. */
  readonly unreadable: readonly Face[];
}

/** Whether a face was found in a photo; of a raw vector no template can be made anew. */
export function isOfPhoto(described: DescribedFace): described is FaceWithPhoto {
  return described.photo !== undefined;
}

/** Whether the photo or a picture of a face is kept. */
export async function isPictureKept(
  { blobs }: Pick<ServicePorts, 'blobs'>,
  described: DescribedFace,
): Promise<boolean> {
  if (!isOfPhoto(described)) return false;
  const { face, photo } = described;
  const isKept = async (address: string) => (await blobs.storedAt(address)) !== undefined;
  if (photo.originalBlob !== undefined && (await isKept(photo.originalBlob))) return true;
  return isKept(face.cropBlob);
}

/** What a photo without its picture, or a damaged one, makes of the analysis. */
async function unlessUnreadable<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Fault && !PASSING.has(error.code)) return undefined;
    throw error;
  }
}

async function readFromOriginal(
  { blobs, vision }: PicturePorts,
  faces: readonly FaceWithPhoto[],
  packId: string,
): Promise<readonly NewTemplate[] | undefined> {
  const photo = faces[0]?.photo;
  const original = photo?.originalBlob === undefined ? undefined : await blobs.get(photo.originalBlob);
  if (photo === undefined || original === undefined) return undefined;
  const whole = { left: 0, top: 0, width: photo.width, height: photo.height };
  const known = faces.map(({ face }) => placeWithin(whole, face));
  const analyzed = await unlessUnreadable(vision.analyze(original, { packId, known }));
  return analyzed?.faces.flatMap(({ template }, index) => {
    const number = faces[index]?.face.number;
    return number === undefined ? [] : [{ faceNumber: number, template }];
  });
}

async function readFromCrop(
  { blobs, vision }: PicturePorts,
  { face, photo }: FaceWithPhoto,
  packId: string,
): Promise<NewTemplate | undefined> {
  const crop = await blobs.get(face.cropBlob);
  if (crop === undefined) return undefined;
  const known = [placeWithin(cropRegionOf(face.box, photo), face)];
  const analyzed = await unlessUnreadable(vision.analyze(crop, { packId, known }));
  const template = analyzed?.faces[0]?.template;
  return template && { faceNumber: face.number, template };
}

/**
 * Templates of another pack for faces of one photo, from the photo where it is kept, else from the kept pictures of the
 * faces. The pack sees the very faces that are stored, whatever its own detector would find.
 *
 * @throws Fault those of `Vision.analyze` that say nothing about the picture, such as `overloaded`
 */
export async function readFacesAnew(
  ports: PicturePorts,
  faces: readonly FaceWithPhoto[],
  packId: string,
): Promise<ReadFaces> {
  const templates = await readFromOriginal(ports, faces, packId);
  if (templates !== undefined) return { templates, unreadable: [] };
  const read: NewTemplate[] = [];
  const unreadable: Face[] = [];
  for (const each of faces) {
    const template = await readFromCrop(ports, each, packId);
    if (template === undefined) unreadable.push(each.face);
    else read.push(template);
  }
  return { templates: read, unreadable };
}

/** Faces in runs of one photo each; those of a photo were stored together. */
export function byPhoto(faces: readonly FaceWithPhoto[]): FaceWithPhoto[][] {
  const runs: FaceWithPhoto[][] = [];
  for (const each of faces) {
    const last = runs.at(-1);
    if (last?.[0]?.photo.id === each.photo.id) last.push(each);
    else runs.push([each]);
  }
  return runs;
}
