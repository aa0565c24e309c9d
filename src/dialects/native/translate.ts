import type { z } from 'zod';
import type { CreditEntry, DayOfUse, RecordedSearch } from '../../core/credits.ts';
import type { Face, FaceQuality, PhotoFace } from '../../core/face.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Box, Landmarks } from '../../core/geometry.ts';
import type { Key } from '../../core/key.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Photo } from '../../core/photo.ts';
import type { QualityShortfall } from '../../core/quality-rules.ts';
import type { SegmentDistances } from '../../core/segment-distances.ts';
import type { FaceJudgement, RejectedFace } from '../../services/judge-faces.ts';
import type { LivenessOutcome } from '../../services/liveness.ts';
import type { Match } from '../../services/match.ts';
import type { Probe } from '../../services/probe.ts';
import type { Reembedding } from '../../services/reembedding/reembedding.ts';
import type {
  creditEntrySchema,
  dayOfUseSchema,
  faceSchema,
  gallerySchema,
  judgementSchema,
  keySchema,
  matchSchema,
  pageQuery,
  photoSchema,
  probeSchema,
  recordedSearchSchema,
  reembeddingSchema,
  rejectedFaceSchema,
} from './schemas.ts';

/** UTC, as JSON carries times. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

function boxToWire(box: Box): Box {
  return { left: tenth(box.left), top: tenth(box.top), width: tenth(box.width), height: tenth(box.height) };
}

/** So many are true of a similarity. */
export function sixDecimals(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000;
}

const fourDecimals = (share: number): number => Math.round(share * 10_000) / 10_000;

function qualityToWire({ score, size, sharpness, pose, brightness, detection }: FaceQuality): FaceQuality {
  return {
    score: fourDecimals(score),
    size: fourDecimals(size),
    sharpness: fourDecimals(sharpness),
    pose: fourDecimals(pose),
    ...(brightness !== undefined && { brightness: fourDecimals(brightness) }),
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
    quality: gallery.quality,
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
    lastSeenAt: isoTime(photo.lastSeenAtMs),
  };
}

function placeToWire(face: PhotoFace) {
  return {
    photoId: face.photoId,
    box: boxToWire(face.box),
    landmarks: landmarksToWire(face.landmarks),
    confidence: fourDecimals(face.confidence),
    quality: qualityToWire(face.quality),
  };
}

export function faceToWire(face: Face): z.input<typeof faceSchema> {
  const { id, metadata } = face;
  return {
    id,
    ...(face.photoId !== undefined && placeToWire(face)),
    metadata,
    createdAt: isoTime(face.createdAtMs),
  };
}

function livenessToWire(outcome: LivenessOutcome) {
  return outcome.verdict === 'unavailable' ? outcome : { ...outcome, score: fourDecimals(outcome.score) };
}

function shortfallToWire({ part, value, least }: QualityShortfall) {
  return { part, value: fourDecimals(value), least };
}

export function judgementToWire(
  { warnings, liveness }: FaceJudgement,
  { id }: Face,
): z.input<typeof judgementSchema> {
  return {
    face: id,
    warnings: warnings.map(shortfallToWire),
    ...(liveness && { liveness: livenessToWire(liveness) }),
  };
}

export function rejectedFaceToWire(face: RejectedFace): z.input<typeof rejectedFaceSchema> {
  return {
    box: boxToWire(face.box),
    quality: qualityToWire(face.quality),
    shortfalls: face.shortfalls.map(shortfallToWire),
  };
}

export function probeToWire({ face, facesInPhoto, liveness }: Probe): z.input<typeof probeSchema> {
  return {
    box: boxToWire(face.box),
    landmarks: landmarksToWire(face.landmarks),
    confidence: fourDecimals(face.confidence),
    quality: qualityToWire(face.quality),
    facesInPhoto,
    ...(liveness && { liveness: livenessToWire(liveness) }),
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
    ...(match.photo && { photo: photoToWire(match.photo) }),
  };
}

export function reembeddingToWire(reembedding: Reembedding): z.input<typeof reembeddingSchema> {
  const { galleryName, packId, startedAtMs, updatedAtMs, ...facts } = reembedding;
  return {
    gallery: galleryName,
    pack: packId,
    ...facts,
    startedAt: isoTime(startedAtMs),
    updatedAt: isoTime(updatedAtMs),
  };
}

export function keyToWire(key: Key): z.input<typeof keySchema> {
  return {
    id: key.id,
    name: key.name,
    scopes: [...key.scopes],
    createdAt: isoTime(key.createdAtMs),
    ...(key.revokedAtMs !== undefined && { revokedAt: isoTime(key.revokedAtMs) }),
    ...(key.galleries && { galleries: [...key.galleries] }),
    ...(key.expiresAtMs !== undefined && { expiresAt: isoTime(key.expiresAtMs) }),
    ...(key.credits !== undefined && { credits: key.credits }),
    costPerSearch: key.costPerSearch,
    ...(key.requestsPerMinute !== undefined && { requestsPerMinute: key.requestsPerMinute }),
    ...(key.monthlyQuota !== undefined && { monthlyQuota: key.monthlyQuota }),
  };
}

export function dayOfUseToWire({ dayMs, ...use }: DayOfUse): z.input<typeof dayOfUseSchema> {
  return { day: isoTime(dayMs).slice(0, 'YYYY-MM-DD'.length), ...use };
}

export function creditEntryToWire(entry: CreditEntry): z.input<typeof creditEntrySchema> {
  const { kind, searchId, amount, atMs } = entry;
  return { kind, ...(searchId !== undefined && { search: searchId }), amount, at: isoTime(atMs) };
}

export function recordedSearchToWire(search: RecordedSearch): z.input<typeof recordedSearchSchema> {
  const { searchId, atMs, ...facts } = search;
  return { id: searchId, at: isoTime(atMs), ...facts };
}

export function pageRequestOf(query: z.output<typeof pageQuery>): PageRequest {
  return { limit: query.limit, ...(query.after !== undefined && { after: query.after }) };
}

export function pageToWire<Item, Wire>(page: Page<Item>, toWire: (item: Item) => Wire) {
  return { items: page.items.map(toWire), ...(page.next !== undefined && { next: page.next }) };
}
