import { createHash, randomUUID } from 'node:crypto';
import type { PhotoFace } from '../../src/core/face.ts';
import type { Gallery } from '../../src/core/gallery.ts';
import type { Photo } from '../../src/core/photo.ts';
import { NO_QUALITY_RULES } from '../../src/core/quality-rules.ts';
import type {
  Catalog,
  NewFace,
  NewGallery,
  NewPhoto,
  NewVector,
  NewVectors,
} from '../../src/ports/catalog.ts';

/** The address that these words would have as a blob. */
export function blobOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

export function newGallery(name: string, id: string = randomUUID()): NewGallery {
  return { id, name, packId: 'pack-1', quality: NO_QUALITY_RULES, createdAtMs: 1_700_000_000_000 };
}

export function newPhoto(galleryId: string, changes: Partial<NewPhoto> = {}): NewPhoto {
  const id = randomUUID();
  return {
    id,
    galleryId,
    packId: 'pack-1',
    sha256: blobOf(id),
    bytes: 12_345,
    width: 640,
    height: 480,
    format: 'jpeg',
    source: { kind: 'upload', fileName: 'holiday.jpg' },
    createdAtMs: 1_700_000_000_001,
    ...changes,
  };
}

export function newFace(changes: Partial<NewFace> = {}): NewFace {
  const id = randomUUID();
  return {
    id,
    box: { left: -1.5, top: 2.25, width: 100, height: 110.1 },
    landmarks: [
      { x: 1, y: 2 },
      { x: 3.3, y: 4 },
      { x: 5, y: 6 },
      { x: 7, y: 8 },
      { x: 9, y: 10.7 },
    ],
    confidence: 0.987,
    quality: { score: 0.9, size: 0.8, sharpness: 0.7, pose: 0.6, detection: 0.5 },
    metadata: { name: 'Zoë', url: 'https://example.org/a', nested: { list: [1, null, true] } },
    cropBlob: blobOf(`crop of ${id}`),
    template: Float32Array.of(0.6, -0.8, 0),
    ...changes,
  };
}

export function newVector(changes: Partial<NewVector> = {}): NewVector {
  return {
    id: randomUUID(),
    metadata: { name: 'Zoë' },
    template: Float32Array.of(0, 0.6, -0.8),
    ...changes,
  };
}

export function newVectors(galleryId: string, vectors: readonly NewVector[]): NewVectors {
  return { galleryId, packId: 'pack-1', vectors, createdAtMs: 1_700_000_000_002 };
}

/** A gallery with photos of so many faces each. */
export async function galleryWith(
  catalog: Catalog,
  name: string,
  faceCounts: readonly number[],
): Promise<{ gallery: Gallery; photos: Photo[]; faces: PhotoFace[] }> {
  const gallery = await catalog.galleries.create(newGallery(name));
  const photos: Photo[] = [];
  const faces: PhotoFace[] = [];
  for (const count of faceCounts) {
    const stored = await catalog.photos.add(
      newPhoto(gallery.id),
      Array.from({ length: count }, () => newFace()),
    );
    photos.push(stored.photo);
    faces.push(...stored.faces);
  }
  return { gallery, photos, faces };
}
