import type { z } from 'zod';
import type { Face, FaceQuality } from '../../core/face.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Box, Landmarks } from '../../core/geometry.ts';
import type { Key } from '../../core/key.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Photo } from '../../core/photo.ts';
import type { SegmentDistances } from '../../core/segment-distances.ts';
import type { Match } from '../../services/match.ts';
import type { Probe } from '../../services/probe.ts';
import type {
  faceSchema,
  gallerySchema,
  keySchema,
  matchSchema,
  pageQuery,
  photoSchema,
  probeSchema,
} from './schemas.ts';

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

function boxToWire(box: Box): Box {
  return { left: tenth(box.left), top: tenth(box.top), width: tenth(box.width), height: tenth(box.height) };
}

const sixDecimals = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

const fourDecimals = (share: number): number => Math.round(share * 10_000) / 10_000;

function qualityToWire({ score, size, sharpness, pose, detection }: FaceQuality): FaceQuality {
  return {
    score: fourDecimals(score),
    size: fourDecimals(size),
    sharpness: fourDecimals(sharpness),
    pose: fourDecimals(pose),
    detection: fourDecimals(detection),
  };
}

function landmarksToWire(landmarks: Landmarks) {
  return landmarks.map(({ x, y }) => ({ x: tenth(x), y: tenth(y) }));
}

export function galleryToWire(gallery: Gallery): z.input<typeof gallerySchema> {
  return {
    name: gallery.name,
    pack: gallery.packId,
    faces: gallery.faceCount,
    photos: gallery.photoCount,
    createdAt: isoTime(gallery.createdAtMs),
  };
}

export function photoToWire(photo: Photo): z.input<typeof photoSchema> {
  const { id, sha256, bytes, width, height, format, source } = photo;
  return {
    id,
    sha256,
    bytes,
    width,
    height,
    format,
    source,
    faces: photo.faceCount,
    originalKept: photo.originalBlob !== undefined,
    createdAt: isoTime(photo.createdAtMs),
  };
}

export function faceToWire(face: Face): z.input<typeof faceSchema> {
  const { id, photoId, metadata } = face;
  return {
    id,
    photoId,
    box: boxToWire(face.box),
    landmarks: landmarksToWire(face.landmarks),
    confidence: fourDecimals(face.confidence),
    quality: qualityToWire(face.quality),
    metadata,
    createdAt: isoTime(face.createdAtMs),
  };
}

export function probeToWire({ face, facesInPhoto }: Probe): z.input<typeof probeSchema> {
  return {
    box: boxToWire(face.box),
    landmarks: landmarksToWire(face.landmarks),
    confidence: fourDecimals(face.confidence),
    quality: qualityToWire(face.quality),
    facesInPhoto,
  };
}

export function distancesToWire(distances: SegmentDistances): SegmentDistances {
  return Object.fromEntries(
    Object.entries(distances).map(([name, distance]) => [
      name,
      Math.min(2, Math.max(0, sixDecimals(distance))),
    ]),
  );
}

export function matchToWire(match: Match, position: number): z.input<typeof matchSchema> {
  const { score, band, similarity, falseMatchRate, expectedStrangers, extrapolated } = match;
  return {
    rank: position + 1,
    score,
    band,
    similarity: sixDecimals(similarity),
    falseMatchRate,
    expectedStrangers,
    extrapolated,
    distances: distancesToWire(match.distances),
    face: faceToWire(match.face),
    photo: photoToWire(match.photo),
  };
}

export function keyToWire(key: Key): z.input<typeof keySchema> {
  return {
    id: key.id,
    name: key.name,
    scopes: [...key.scopes],
    createdAt: isoTime(key.createdAtMs),
    ...(key.revokedAtMs !== undefined && { revokedAt: isoTime(key.revokedAtMs) }),
  };
}

export function pageRequestOf(query: z.output<typeof pageQuery>): PageRequest {
  return { limit: query.limit, ...(query.after !== undefined && { after: query.after }) };
}

export function pageToWire<Item, Wire>(page: Page<Item>, toWire: (item: Item) => Wire) {
  return { items: page.items.map(toWire), ...(page.next !== undefined && { next: page.next }) };
}
