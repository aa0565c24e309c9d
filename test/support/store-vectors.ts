import { randomUUID } from 'node:crypto';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { foreignPackId } from '../../src/core/foreign-pack.ts';
import type { Metadata } from '../../src/core/metadata.ts';
import { NO_QUALITY_RULES } from '../../src/core/quality-rules.ts';
import type { Catalog } from '../../src/ports/catalog.ts';

const NOW_MS = 1_700_000_000_000;
const MOST_FACES = 1000;

async function withCatalog(folder: string, work: (catalog: Catalog) => Promise<void>): Promise<void> {
  const catalog = await openSqliteCatalog({ folder });
  await work(catalog);
  await catalog.close();
}

/** Makes a gallery with one foreign vector in the data folder of a server that may run. */
export function storeForeignVector(folder: string, galleryName: string): Promise<void> {
  return withCatalog(folder, async ({ galleries, faces }) => {
    const template = Float32Array.of(0.6, 0.8);
    const packId = foreignPackId(template.length);
    const made = { id: randomUUID(), name: galleryName, quality: NO_QUALITY_RULES, createdAtMs: NOW_MS };
    const { id: galleryId } = await galleries.create({ ...made, packId });
    const vectors = [{ id: randomUUID(), metadata: {}, template }];
    await faces.putVectors({ galleryId, packId, vectors, createdAtMs: NOW_MS });
  });
}

/** Stores the template of every face of a gallery once more: as vectors, which have no pictures. */
export function storeFacesAsVectors(folder: string, galleryName: string, metadata: Metadata): Promise<void> {
  return withCatalog(folder, async ({ galleries, faces, changes }) => {
    const gallery = await galleries.findByName(galleryName);
    if (gallery === undefined) throw new Error(`there is no gallery ${galleryName}`);
    const { id: galleryId, packId } = gallery;
    const templates = await changes.templatesOf(galleryId, 0, MOST_FACES);
    const vectors = templates.map(({ template }) => ({ id: randomUUID(), metadata, template }));
    await faces.putVectors({ galleryId, packId, vectors, createdAtMs: NOW_MS });
  });
}
