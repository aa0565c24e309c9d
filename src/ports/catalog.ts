import type { Face, PhotoFace, VectorFace } from '../core/face.ts';
import type { Gallery } from '../core/gallery.ts';
import type { Key } from '../core/key.ts';
import type { Metadata } from '../core/metadata.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { Photo } from '../core/photo.ts';
import type { QualityRules } from '../core/quality-rules.ts';
import type { CreditRecords } from './credits.ts';
import type { ExternalGalleryRecords } from './external-galleries.ts';
import type { ImportRecords, StoringImport } from './imports.ts';
import type { IndexTokens } from './index-tokens.ts';
import type { JobRecords, JobWorker } from './jobs.ts';
import type { SearchRecords } from './searches.ts';

export type NewGallery = Omit<Gallery, 'faceCount' | 'photoCount'>;

/** With the pack that the templates of its faces are of. */
export type NewPhoto = Omit<Photo, 'faceCount' | 'lastSeenAtMs'> & { readonly packId: string };

export type NewFace = Omit<PhotoFace, 'number' | 'galleryId' | 'photoId' | 'createdAtMs'> & {
  readonly template: Float32Array;
};

/** A raw vector that is to be stored as a face. */
export interface NewVector extends Pick<VectorFace, 'id' | 'metadata'> {
  readonly template: Float32Array;
}

/** Raw vectors for one gallery. */
export interface NewVectors {
  readonly galleryId: string;
  /** What the gallery must be bound to: a pack, or foreign vectors of one dimension. */
  readonly packId: string;
  readonly vectors: readonly NewVector[];
  readonly createdAtMs: number;
}

/** A gallery shall be bound to another pack. */
export interface PackBinding {
  readonly packId: string;
  /** The caller knows that every face up to this number has a template of the pack. */
  readonly completeUpTo: number;
  /** Who binds it. By default anybody may. */
  readonly worker?: JobWorker | undefined;
}

/** Galleries. Names are compared exactly. Lists are ordered by name. */
export interface GalleryRecords {
  /** @throws Fault `gallery_exists`, also when an external gallery has the name */
  create(gallery: NewGallery): Promise<Gallery>;
  find(galleryId: string): Promise<Gallery | undefined>;
  findByName(name: string): Promise<Gallery | undefined>;
  /** @param names which galleries are wanted; by default all */
  list(page: PageRequest, names?: readonly string[]): Promise<Page<Gallery>>;
  /** Changes what is asked of faces that are stored from now on. */
  setQuality(galleryId: string, quality: QualityRules): Promise<Gallery | undefined>;
  /**
   * Binds a gallery to a pack of which all its faces have templates, in one step for every reader. What its faces have
   * of other packs stays until `TemplateRecords.removeOthers`.
   *
   * @returns `incomplete` when there are faces beyond `completeUpTo`: look at them first; `lost` when the job is not the
   * worker's any more
   */
  bindToPack(galleryId: string, binding: PackBinding): Promise<'bound' | 'incomplete' | 'gone' | 'lost'>;
  /**
   * Deletes a gallery with its photos and faces at once: when it resolves nothing of it can be read and its
   * name is free. What it occupied is given back by `purge`.
   *
   * @returns whether there was such a gallery
   */
  delete(galleryId: string): Promise<boolean>;
  /**
   * Gives back what deleted galleries occupied, in small steps; after each step it yields the blobs that
   * nothing refers to any more (possibly none). Ends when nothing is left. Call it after `delete` and once after
   * opening: what a stopped or crashed caller has left is taken up by the next call, in any process.
   */
  purge(): AsyncIterable<readonly string[]>;
}

/** Photos and their faces enter and leave together. Lists are ordered by the time of storing. */
export interface PhotoRecords {
  /**
   * Stores a photo with all its faces in one transaction; when it resolves they survive a crash.
   *
   * @param storing what is written down of the import that it is stored for, in the same transaction
   * @throws ImportLost when that is not to be gone on with
   * @throws Fault `gallery_not_found` when the gallery was deleted in the meantime, `gallery_pack_changed` when it is
   * bound to another pack than the templates are of
   * @throws RangeError when a template is empty or a component is not finite
   */
  add(
    photo: NewPhoto,
    faces: readonly NewFace[],
    storing?: StoringImport,
  ): Promise<{ photo: Photo; faces: readonly PhotoFace[] }>;
  find(photoId: string): Promise<Photo | undefined>;
  /** The photo of a gallery that was made from exactly these bytes; the oldest if several. */
  findByContent(galleryId: string, sha256: string): Promise<Photo | undefined>;
  list(galleryId: string, page: PageRequest): Promise<Page<Photo>>;
  /** The same file was imported again. An earlier moment than is known changes nothing, nor does an unknown photo. */
  seen(photoId: string, atMs: number): Promise<void>;
  /** Deletes a photo with its faces; returns the blobs that nothing refers to any more, or undefined if unknown. */
  delete(photoId: string): Promise<readonly string[] | undefined>;
}

/** A face together with the photo that it was found in. */
export interface FaceWithPhoto {
  readonly face: PhotoFace;
  readonly photo: Photo;
}

/** A face that came as a raw vector. */
export interface FaceOfVector {
  readonly face: VectorFace;
  readonly photo?: never;
}

/** A face, and the photo that it was found in, if it was found in one. */
export type DescribedFace = FaceWithPhoto | FaceOfVector;

/** Faces. Lists are ordered by rising number. */
export interface FaceRecords {
  find(faceId: string): Promise<Face | undefined>;
  /** In the order of the numbers given; unknown numbers are left out. At most 1,000 numbers. */
  findByNumbers(numbers: readonly number[]): Promise<readonly DescribedFace[]>;
  list(galleryId: string, page: PageRequest): Promise<Page<Face>>;
  /** The ids of a gallery's faces. */
  listIds(galleryId: string, page: PageRequest): Promise<Page<string>>;
  /**
   * Faces of a gallery whose `completeMetadata` has every one of these pairs, by rising number beyond `after`; values are
   * compared by their `comparableText`.
   *
   * @returns their numbers, at most `limit`, fewer only at the end
   */
  findByMetadata(wanted: FacesWithMetadata): Promise<readonly number[]>;
  /**
   * Stores raw vectors as faces, all or none. Faces of the gallery that have one of their ids are replaced.
   *
   * @returns the faces in the order given, and the blobs that nothing refers to any more
   * @throws Fault `gallery_not_found`, `gallery_pack_changed`, and `vector_id_taken` when an id comes twice or belongs to
   * a face of another gallery
   * @throws RangeError when a template is empty or a component is not finite
   */
  putVectors(
    vectors: NewVectors,
  ): Promise<{ readonly faces: readonly VectorFace[]; readonly orphans: readonly string[] }>;
  /** The number of the face at this place (from 1) of all faces of these galleries; undefined when there are fewer. */
  numberAt(galleryIds: readonly string[], place: number): Promise<number | undefined>;
  listOfPhoto(photoId: string): Promise<readonly PhotoFace[]>;
  setMetadata(faceId: string, metadata: Metadata): Promise<Face | undefined>;
  /** Deletes one face; returns the blobs that nothing refers to any more, or undefined if unknown. */
  delete(faceId: string): Promise<readonly string[] | undefined>;
  /** Deletes those of these faces that are in the gallery, in one transaction. At most 1,000. */
  deleteOfGallery(
    galleryId: string,
    faceIds: readonly string[],
  ): Promise<{ readonly deleted: readonly string[]; readonly orphans: readonly string[] }>;
}

/** Which faces of a gallery are wanted. */
export interface FacesWithMetadata {
  readonly galleryId: string;
  /** One pair or more. */
  readonly metadata: Metadata;
  readonly after: number;
  readonly limit: number;
}

/** The next faces of a gallery beyond a number, with respect to a pack; at most 1,000. */
export interface FacesOfPack {
  readonly galleryId: string;
  readonly packId: string;
  readonly after: number;
  readonly limit: number;
}

export interface LackingFaces {
  readonly lacking: readonly DescribedFace[];
  readonly looked: number;
  readonly last: number | undefined;
}

/** A template of a face that is stored already. */
export interface NewTemplate {
  readonly faceNumber: number;
  readonly template: Float32Array;
}

/** Templates of faces, of each pack at most one. Those of the gallery's pack enter with the photo and leave with the face. */
export interface TemplateRecords {
  /** By the faces' numbers; those that have none of the pack are left out. At most 1,000 numbers. */
  find(packId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Float32Array>>;
  /** Stores templates of a further pack. Faces that are gone or have one are passed over. At most 1,000. */
  add(packId: string, templates: readonly NewTemplate[]): Promise<void>;
  /**
   * Looks at the next faces, by rising number, for those that have no template of the pack.
   *
   * @returns how many were looked at, and the last of them; undefined at the end
   */
  findLacking(wanted: FacesOfPack): Promise<LackingFaces>;
  /**
   * Removes what the next faces have of other packs.
   *
   * @param worker who removes it; by default anybody may
   * @returns the last face's number, undefined at the end or when the job is not the worker's any more
   */
  removeOthers(wanted: FacesOfPack, worker?: JobWorker): Promise<number | undefined>;
}

/** Keys are found by the SHA-256 of their secret (lower-case hex). Lists are ordered by the time of making. */
export interface KeyRecords {
  /** The credits that it has are its first grant. Fails when a key in force has the same secret. */
  add(key: Key, secretSha256: string): Promise<void>;
  /** The key in force with this secret; revoked ones are not found. */
  findBySecret(secretSha256: string): Promise<Key | undefined>;
  /** Revoked ones too. */
  find(keyId: string): Promise<Key | undefined>;
  /** All keys, revoked ones too. */
  list(): Promise<readonly Key[]>;
  /** Revoking again changes nothing. @returns whether there was such a key */
  revoke(keyId: string, atMs: number): Promise<boolean>;
}

/** How far a reader has followed the catalog's changes. The beginning is `{ face: 0, removal: 0 }`. */
export interface ChangeCursor {
  readonly face: number;
  readonly removal: number;
}

/** A template of the pack that its gallery is bound to. */
export interface StoredTemplate {
  readonly galleryId: string;
  readonly packId: string;
  readonly faceNumber: number;
  readonly template: Float32Array;
}

export interface CatalogChanges {
  /** Faces stored since, by rising number; those deleted meanwhile are missing. */
  readonly added: readonly StoredTemplate[];
  /** A removal without a number stands for the whole gallery. Apply after `added`. */
  readonly removed: readonly { readonly galleryId: string; readonly faceNumber?: number }[];
  /** Galleries that were bound to another pack: read all their templates anew, after applying `removed`. */
  readonly rebound: readonly string[];
  readonly cursor: ChangeCursor;
  /** Whether everything that was stored when the call was made has been returned. */
  readonly complete: boolean;
}

/** What the index follows, so that it sees what this and other processes have written. */
export interface ChangeLog {
  /**
   * At most `limit` faces and `limit` removals a call, possibly fewer although more are left (see `complete`).
   * Cheap when nothing has changed. A reader at the beginning knows no face, so it gets no removals of the past.
   */
  since(cursor: ChangeCursor, limit: number): Promise<CatalogChanges>;
  /**
   * What a gallery's faces beyond a number have of its pack, by rising number; at most `limit`, and fewer only at the
   * end, unless `limit` is above 2,000.
   */
  templatesOf(galleryId: string, after: number, limit: number): Promise<readonly StoredTemplate[]>;
}

export interface CatalogTotals {
  readonly galleries: number;
  readonly faces: number;
}

/** The durable truth. Every write that has resolved survives kill -9 and power loss. */
export interface Catalog {
  readonly galleries: GalleryRecords;
  readonly externalGalleries: ExternalGalleryRecords;
  readonly photos: PhotoRecords;
  readonly faces: FaceRecords;
  readonly templates: TemplateRecords;
  readonly jobs: JobRecords;
  readonly searches: SearchRecords;
  readonly keys: KeyRecords;
  readonly credits: CreditRecords;
  readonly changes: ChangeLog;
  readonly indexTokens: IndexTokens;
  readonly imports: ImportRecords;
  /** Which of these blobs something refers to. */
  referredBlobs(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  /** How much it holds, deleted galleries left out; cheap, from the counts that each gallery keeps. */
  totals(): Promise<CatalogTotals>;
  /** Quick self-examination for `likeness doctor`: problems found, none when sound. */
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}
