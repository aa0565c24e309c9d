import type { Box, Landmarks } from './geometry.ts';
import type { Metadata } from './metadata.ts';

/** How usable a face is for recognition. Every part and the whole are 0 (worst) to 1 (best). */
export interface FaceQuality {
  /** The whole. */
  readonly score: number;
  readonly size: number;
  readonly sharpness: number;
  /** 1 towards the camera, 0 in profile. */
  readonly pose: number;
  /** Whether it is lit well: neither dark nor blown out nor flat. Unknown of faces stored before it was measured. */
  readonly brightness?: number;
  /** The detector's confidence. */
  readonly detection: number;
}

/** What is known of every face in a gallery. Its template lives in the catalog and the index only. */
interface StoredFace {
  readonly id: string;
  /** Rises with every face ever stored; never used again. The index knows faces by it. */
  readonly number: number;
  readonly galleryId: string;
  readonly metadata: Metadata;
  readonly createdAtMs: number;
}

/** A face that was found in a photo. */
export interface PhotoFace extends StoredFace {
  readonly photoId: string;
  readonly box: Box;
  readonly landmarks: Landmarks;
  /** The detector's confidence, 0..1. */
  readonly confidence: number;
  readonly quality: FaceQuality;
  /** Content address of the picture of this face (WebP). */
  readonly cropBlob: string;
}

/** A face that came as a raw vector: there is no photo of it, no place in one, no picture and no quality. */
export interface VectorFace extends StoredFace {
  readonly photoId?: never;
}

/** One face as stored in a gallery. */
export type Face = PhotoFace | VectorFace;
