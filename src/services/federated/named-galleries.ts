import type { ExternalGallery } from '../../core/external-gallery.ts';
import { Fault } from '../../core/fault.ts';
import { foreignDimensionsOf } from '../../core/foreign-pack.ts';
import { type Gallery, isGalleryName } from '../../core/gallery.ts';
import type { Catalog } from '../../ports/catalog.ts';
import type { ServicePorts } from '../ports.ts';

/** A gallery that can be searched, wherever it lives. */
export type SearchableGallery =
  | { readonly kind: 'internal'; readonly gallery: Gallery }
  | { readonly kind: 'external'; readonly gallery: ExternalGallery };

async function findById(catalog: Catalog, id: string): Promise<SearchableGallery | undefined> {
  const gallery = await catalog.galleries.find(id);
  if (gallery) return { kind: 'internal', gallery };
  const external = await catalog.externalGalleries.find(id);
  return external && { kind: 'external', gallery: external };
}

async function findByName(catalog: Catalog, word: string): Promise<SearchableGallery | undefined> {
  const name = word.normalize('NFC');
  if (!isGalleryName(name)) return undefined;
  const gallery = await catalog.galleries.findByName(name);
  if (gallery) return { kind: 'internal', gallery };
  const external = await catalog.externalGalleries.findByName(name);
  return external && { kind: 'external', gallery: external };
}

function requirePhotos(searchable: SearchableGallery): SearchableGallery {
  if (searchable.kind === 'external') return searchable;
  const { name, packId } = searchable.gallery;
  const dimensions = foreignDimensionsOf(packId);
  if (dimensions === undefined) return searchable;
  throw new Fault('gallery_of_vectors', { details: { gallery: name, dimensions } });
}

/**
 * The galleries of these ids or names, each once, in this order.
 *
 * @throws Fault `gallery_not_found` that tells all that are unknown, `gallery_not_allowed`, `gallery_of_vectors`
 */
export async function requireSearchableGalleries(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  idsOrNames: readonly string[],
): Promise<readonly SearchableGallery[]> {
  const found = new Map<string, SearchableGallery>();
  const unknown: string[] = [];
  for (const word of idsOrNames) {
    const searchable = (await findById(catalog, word)) ?? (await findByName(catalog, word));
    if (searchable === undefined) unknown.push(word);
    else found.set(searchable.gallery.id, requirePhotos(searchable));
  }
  if (unknown.length > 0) {
    throw new Fault('gallery_not_found', { details: { gallery: unknown.join('", "') } });
  }
  return [...found.values()];
}
