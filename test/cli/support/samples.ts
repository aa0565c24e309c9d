import type { PhotoFace } from '../../../src/core/face.ts';
import type { Gallery } from '../../../src/core/gallery.ts';
import type { Box, Landmarks } from '../../../src/core/geometry.ts';
import type { Key } from '../../../src/core/key.ts';
import type { Photo } from '../../../src/core/photo.ts';
import { NO_QUALITY_RULES } from '../../../src/core/quality-rules.ts';
import type { Score } from '../../../src/core/score.ts';
import type { FaceWithPhoto } from '../../../src/ports/catalog.ts';
import type { AnalyzedFace } from '../../../src/ports/vision.ts';
import type { Match } from '../../../src/services/match.ts';
import type { SearchAnswer } from '../../../src/services/search-by-photo.ts';

const ORIGIN = { x: 0, y: 0 };
const LANDMARKS: Landmarks = [ORIGIN, ORIGIN, ORIGIN, ORIGIN, ORIGIN];
const QUALITY = { score: 1, size: 1, sharpness: 1, pose: 1, brightness: 1, detection: 1 };

export const BOX: Box = { left: 10.4, top: 20, width: 100, height: 120 };

export const GALLERY: Gallery = {
  id: 'gallery-1',
  name: 'people',
  packId: 'standard-2',
  quality: NO_QUALITY_RULES,
  faceCount: 7,
  photoCount: 1,
  createdAtMs: 0,
};

export const KEY: Key = { id: 'key-1', name: 'desk', scopes: ['search'], createdAtMs: 0, costPerSearch: 1 };

export const SCORE: Score = {
  score: 91,
  band: 'certain',
  falseMatchRate: 5e-6,
  expectedStrangers: 0.0005,
  extrapolated: false,
};

export function photoNamed(fileName: string, id = `photo of ${fileName}`): Photo {
  return {
    id,
    galleryId: GALLERY.id,
    sha256: '0'.repeat(64),
    bytes: 1,
    width: 640,
    height: 480,
    format: 'jpeg',
    source: { kind: 'folder', fileName },
    faceCount: 1,
    createdAtMs: 0,
    lastSeenAtMs: 0,
  };
}

export function faceOf(photoId: string, box: Box = BOX): PhotoFace {
  return {
    id: `face in ${photoId}`,
    number: 1,
    galleryId: GALLERY.id,
    photoId,
    box,
    landmarks: LANDMARKS,
    confidence: 1,
    quality: QUALITY,
    metadata: { event: 'summer' },
    cropBlob: '0'.repeat(64),
    createdAtMs: 0,
  };
}

export function analyzedFace(): AnalyzedFace {
  return {
    box: BOX,
    landmarks: LANDMARKS,
    confidence: 1,
    quality: QUALITY,
    template: new Float32Array([1, 0]),
    crop: new Uint8Array([1, 2, 3]),
  };
}

export function matchIn(fileName: string, box: Box = BOX, score: Score = SCORE): Match & FaceWithPhoto {
  const photo = photoNamed(fileName);
  return { ...score, similarity: 0.8, distances: { faked: 0.2 }, face: faceOf(photo.id, box), photo };
}

/** A face that was stored as a raw vector. */
export function vectorMatch(id: string): Match {
  const face = { id, number: 2, galleryId: GALLERY.id, metadata: {}, createdAtMs: 0 };
  return { ...SCORE, similarity: 0.8, distances: { faked: 0.2 }, face };
}

export function answerOf(matches: readonly Match[], facesInPhoto = 1): SearchAnswer {
  return { probe: { face: analyzedFace(), facesInPhoto }, matches, searchedFaces: 7, searchMs: 1.25 };
}
