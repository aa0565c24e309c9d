import type { ExternalGallery } from '../core/external-gallery.ts';
import type { Metadata } from '../core/metadata.ts';

/** A gallery of another server and what opens it. */
export interface RemoteGallery extends Pick<ExternalGallery, 'name' | 'address' | 'remoteName'> {
  readonly secret: string;
}

export interface RemoteQuery {
  readonly photo: Uint8Array;
  /** How many matches at most, 1 to 100. */
  readonly limit: number;
  /** Gives the search up: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A face that another server has found. */
export interface RemoteMatch {
  /** As the other server calls it. */
  readonly faceId: string;
  /** By the other server's calibration, 0..100; 100 is the same photo. */
  readonly score: number;
  /** 0..1 */
  readonly falseMatchRate: number;
  readonly metadata: Metadata;
}

export interface RemoteAnswer {
  /** Most similar first. */
  readonly matches: readonly RemoteMatch[];
  readonly searchedFaces: number;
}

/**
 * Galleries of other Likeness servers. Every call ends within a deadline.
 *
 * Each throws Fault `external_silent` when the other server cannot be reached, does not answer in time or is not able to
 * at the moment, `external_refused` when it refuses or answers something that is not understood, or too large for
 * what was asked, `request_invalid` when the port of its address is none for HTTP.
 */
export interface RemoteGalleries {
  /** How many faces the gallery has. */
  countFaces(gallery: RemoteGallery): Promise<number>;
  /** Makes sure that the key may search the gallery. Nothing is searched, and nothing is to be paid. */
  requireSearchable(gallery: RemoteGallery): Promise<void>;
  search(gallery: RemoteGallery, query: RemoteQuery): Promise<RemoteAnswer>;
  /** The picture of a face of this gallery, WebP. @param faceId a UUID @throws Fault `face_not_found` too */
  readFaceImage(gallery: RemoteGallery, faceId: string): Promise<Uint8Array>;
}
