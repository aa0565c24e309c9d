import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { SearchMatch } from '../../src/core/search.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import type { NewSearch, NewSearchProbe } from '../../src/ports/searches.ts';
import { blobOf } from './catalog-samples.ts';

export const NOW_MS = 1_700_000_000_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const AT = { nowMs: NOW_MS + 1, queueLimit: 10 };

export function leaseOf(owner: string, nowMs = NOW_MS + 2) {
  return { owner, nowMs, leaseMs: 1000, expiresAtMs: nowMs + DAY_MS };
}

export function endOf(owner: string, nowMs = NOW_MS + 3) {
  return leaseOf(owner, nowMs);
}

export function newProbe(name: string = randomUUID()): NewSearchProbe {
  return {
    id: randomUUID(),
    blob: blobOf(`photo ${name}`),
    thumbnailBlob: blobOf(`thumbnail ${name}`),
    sourceUrl: 'https://example.org/a',
    template: Float32Array.of(0.6, -0.8, 0),
  };
}

export function newSearch(changes: Partial<NewSearch> = {}): NewSearch {
  return {
    id: randomUUID(),
    keyId: 'key',
    galleryNames: ['press', 'Zoë "quoted"'],
    packId: 'pack-1',
    demo: true,
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + DAY_MS,
    probes: [newProbe()],
    ...changes,
  };
}

export async function queued(
  catalog: Catalog,
  changes: Partial<NewSearch> = {},
  payerKeyId?: string,
): Promise<NewSearch> {
  const search = newSearch(changes);
  await catalog.searches.create(search);
  expect(await catalog.searches.enqueue(search.id, { ...AT, payerKeyId })).toBe('queued');
  return search;
}

export const outcome = { searchedFaces: 7, queueMs: 1, downloadMs: 0.5, searchMs: 2.5 };
export const matches: readonly SearchMatch[] = Array.from({ length: 150 }, (_, position) => ({
  rank: position + 1,
  faceNumber: 1000 - position,
  similarity: 1 - position / 200,
  group: position % 7,
  ...(position > 100 && { duplicateOf: 1 }),
}));
