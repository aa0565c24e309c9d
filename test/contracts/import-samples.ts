import { randomUUID } from 'node:crypto';
import type { FileFate } from '../../src/core/import.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import type { NewImport, NewImportFile } from '../../src/ports/imports.ts';
import { newGallery } from './catalog-samples.ts';

export const NOW_MS = 1_700_000_000_000;
export const LEASE_MS = 1000;
export const LIMITS = { unfinished: 10 };
export const STORED: FileFate = {
  outcome: 'stored',
  faces: 2,
  rejectedFaces: ['too small'],
  warnings: ['dark', 'blurred'],
};
export const FAILED: FileFate = { outcome: 'failed', reason: 'There is no face.', remedy: 'Use another.' };

export function leaseOf(owner: string, nowMs = NOW_MS) {
  return { owner, nowMs, leaseMs: LEASE_MS };
}

export async function importFor(
  catalog: Catalog,
  name: string,
  changes: Partial<NewImport> = {},
): Promise<NewImport> {
  const gallery = await catalog.galleries.create(newGallery(name));
  return {
    id: randomUUID(),
    galleryId: gallery.id,
    galleryName: name,
    keyId: 'key-1',
    kind: 'ftp',
    isEndless: false,
    description: 'ftp.example.org/photos',
    provenance: 'Our own archive.',
    faces: 'all',
    metadata: { event: 'summer' },
    source: { host: 'ftp.example.org', folder: '/photos' },
    sealed: Uint8Array.of(1, 2, 255),
    notices: [],
    createdAtMs: NOW_MS,
    ...changes,
  };
}

export function fileOf(name: string, fate: FileFate, changes: Partial<NewImportFile> = {}): NewImportFile {
  return { key: `key of ${name}`, name, sourceId: `/photos/${name}`, fate, atMs: NOW_MS + 1, ...changes };
}

/** An import that a worker has claimed. */
export async function running(catalog: Catalog, name = 'a', changes: Partial<NewImport> = {}) {
  const fresh = await importFor(catalog, name, changes);
  await catalog.imports.create(fresh, LIMITS);
  await catalog.imports.claim(leaseOf('one'), { importId: fresh.id });
  return { fresh, worker: { importId: fresh.id, owner: 'one' } };
}
