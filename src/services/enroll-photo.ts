import { randomUUID } from 'node:crypto';
import type { PhotoFace } from '../core/face.ts';
import { Fault } from '../core/fault.ts';
import type { Gallery } from '../core/gallery.ts';
import { type Metadata, requireStorableMetadata } from '../core/metadata.ts';
import { namesOfFaces } from '../core/name-faces.ts';
import { type Photo, type PhotoSource, requireStorableSource } from '../core/photo.ts';
import type { NewFace, NewPhoto } from '../ports/catalog.ts';
import type { StoringImport } from '../ports/imports.ts';
import type { AnalyzedFace, AnalyzedPhoto } from '../ports/vision.ts';
import type { HeldBlob } from './blob-keeper.ts';
import { requireGalleryAndPack } from './galleries.ts';
import { type FaceJudgement, judgeFaces, type RejectedFace } from './judge-faces.ts';
import { type LivenessMode, requireLivenessModels } from './liveness.ts';
import type { ServicePorts } from './ports.ts';
import { sha256Of } from './sha256.ts';

/** What is about to be stored of a photo. */
export interface EnrolledFaces {
  /** How many faces. */
  readonly faces: number;
  readonly judgements: readonly FaceJudgement[];
  readonly rejected: readonly RejectedFace[];
}

export interface EnrollPhotoCommand {
  readonly galleryName: string;
  readonly photo: Uint8Array;
  /** Of the photo, from who knows it already. */
  readonly sha256?: string;
  readonly source: PhotoSource;
  /** Given to every face that is stored. */
  readonly metadata: Metadata;
  /**
   * Gives a face also the name that the photo, or else this XMP from beside it, says whose it is. By default nobody asks.
   */
  readonly namedRegions?: { readonly xmp?: string | undefined };
  /** Store every face, or only the most prominent where one person is meant. */
  readonly faces: 'all' | 'largest';
  /** Whether the faces must be, or are said to be, living ones. Default `off`. */
  readonly liveness?: LivenessMode | undefined;
  /** Says what is to be written down in the same step. */
  readonly storing?: (enrolled: EnrolledFaces) => StoringImport | undefined;
}

export interface EnrolledPhoto {
  readonly gallery: Gallery;
  readonly photo: Photo;
  /** False when another import has stored the same photo meanwhile: then it has no `faces` here. */
  readonly isNew: boolean;
  /** Largest first. */
  readonly faces: readonly PhotoFace[];
  /** What is to be said of each of them, in their order. */
  readonly judgements: readonly FaceJudgement[];
  /** Faces that would have been stored, had they been good enough for the gallery. */
  readonly rejected: readonly RejectedFace[];
  /** How many faces were found; more than stored when only the most prominent was wanted, or some were rejected. */
  readonly facesInPhoto: number;
}

type EnrollPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'keeper' | 'rules' | 'vision'>;

function newPhotoOf(
  command: EnrollPhotoCommand,
  analyzed: AnalyzedPhoto,
  facts: {
    readonly galleryId: string;
    readonly packId: string;
    readonly createdAtMs: number;
    readonly originalBlob?: string;
  },
): NewPhoto {
  return {
    id: randomUUID(),
    sha256: command.sha256 ?? sha256Of(command.photo),
    bytes: command.photo.byteLength,
    width: analyzed.width,
    height: analyzed.height,
    format: analyzed.format,
    source: command.source,
    ...facts,
  };
}

/** What is known of all faces, and of those that the photo names their names. */
function metadataByFace(
  { metadata }: EnrollPhotoCommand,
  { faces, namedRegions = [] }: AnalyzedPhoto,
): ReadonlyMap<AnalyzedFace, Metadata> {
  const boxes = faces.map(({ box }) => box);
  const names = namesOfFaces(boxes, namedRegions);
  return new Map(
    faces.map((face, at) => {
      const name = names[at];
      return [face, name === undefined ? metadata : requireStorableMetadata({ ...metadata, name })];
    }),
  );
}

function newFaceOf(face: AnalyzedFace, crop: HeldBlob, metadata: Metadata): NewFace {
  return {
    id: randomUUID(),
    box: face.box,
    landmarks: face.landmarks,
    confidence: face.confidence,
    quality: face.quality,
    template: face.template,
    cropBlob: crop.address,
    metadata,
  };
}

/** Blobs first, then the catalog in one transaction: a crash between leaves at most blobs without an owner. */
async function store(
  ports: EnrollPorts,
  command: EnrollPhotoCommand,
  analyzed: {
    readonly photo: AnalyzedPhoto;
    readonly faces: readonly AnalyzedFace[];
    readonly gallery: Gallery;
    readonly storing: StoringImport | undefined;
  },
): Promise<Pick<EnrolledPhoto, 'photo' | 'faces' | 'isNew'>> {
  const held: HeldBlob[] = [];
  try {
    const faces: NewFace[] = [];
    const metadata = metadataByFace(command, analyzed.photo);
    for (const face of analyzed.faces) {
      const crop = await ports.keeper.hold(face.crop);
      held.push(crop);
      faces.push(newFaceOf(face, crop, metadata.get(face) ?? command.metadata));
    }
    const original = ports.rules.keepOriginals ? await ports.keeper.hold(command.photo) : undefined;
    if (original) held.push(original);
    const photo = newPhotoOf(command, analyzed.photo, {
      galleryId: analyzed.gallery.id,
      packId: analyzed.gallery.packId,
      createdAtMs: ports.clock.nowMs(),
      ...(original && { originalBlob: original.address }),
    });
    const stored = await ports.catalog.photos.add(photo, faces, analyzed.storing);
    return { ...stored, isNew: stored.photo.id === photo.id };
  } finally {
    for (const blob of held) blob.release();
  }
}

/** The catalog knows a gallery that was deleted meanwhile by its id only; the caller knows its name. */
function namingGallery(error: unknown, gallery: string): unknown {
  const isGone = error instanceof Fault && error.code === 'gallery_not_found';
  return isGone ? new Fault('gallery_not_found', { details: { gallery }, cause: error }) : error;
}

/** One attempt, with the pack that the gallery is bound to when it begins. */
async function enroll(ports: EnrollPorts, command: EnrollPhotoCommand): Promise<EnrolledPhoto> {
  const { liveness = 'off' } = command;
  const { gallery, pack } = await requireGalleryAndPack(ports, command.galleryName);
  requireLivenessModels(pack, liveness);
  const { namedRegions } = command;
  const options = {
    packId: pack.id,
    crops: true,
    liveness: liveness !== 'off',
    ...(namedRegions && { namedRegions }),
  };
  const photo = await ports.vision.analyze(command.photo, options);
  if (photo.faces.length === 0) throw new Fault('no_face', { details: { picture: 'the picture' } });
  const wanted = command.faces === 'all' ? photo.faces : photo.faces.slice(0, 1);
  const { accepted, rejected } = judgeFaces(wanted, { rules: gallery.quality, liveness });
  const faces = accepted.map(({ face }) => face);
  const judgements = accepted.map(({ judgement }) => judgement);
  const storing = command.storing?.({ faces: faces.length, judgements, rejected });
  const stored = await store(ports, command, { photo, faces, gallery, storing }).catch((error: unknown) => {
    throw namingGallery(error, command.galleryName);
  });
  return { gallery, ...stored, judgements, rejected, facesInPhoto: photo.faces.length };
}

function isPackChange(error: unknown): boolean {
  return error instanceof Fault && error.code === 'gallery_pack_changed';
}

/**
 * Finds the faces of a photo and stores them in a gallery, all or nothing. When it resolves they survive a crash; searches
 * find them once the index has caught up, which each search waits for.
 *
 * @throws ImportLost when it is stored for an import that is not to be gone on with
 * @throws Fault `gallery_not_found`, `gallery_of_vectors`, `pack_not_installed`, `metadata_too_large`, `source_too_long`,
 * `no_face`, `face_quality_too_low`, `liveness_failed`, `liveness_unavailable` and those of `Vision.analyze`
 */
export async function enrollOneOfMany(
  ports: EnrollPorts,
  command: EnrollPhotoCommand,
): Promise<EnrolledPhoto> {
  requireStorableMetadata(command.metadata);
  requireStorableSource(command.source);
  return enroll(ports, command).catch((error: unknown) => {
    if (!isPackChange(error)) throw error;
    return enroll(ports, command);
  });
}

/** As `enrollOneOfMany`, and the index has caught up when it resolves. @throws what that throws */
export async function enrollPhoto(ports: EnrollPorts, command: EnrollPhotoCommand): Promise<EnrolledPhoto> {
  const enrolled = await enrollOneOfMany(ports, command);
  await ports.follower.catchUp();
  return enrolled;
}
