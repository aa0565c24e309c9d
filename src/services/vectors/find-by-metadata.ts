import type { Gallery } from '../../core/gallery.ts';
import type { Metadata } from '../../core/metadata.ts';
import { allItems } from '../../core/page.ts';
import type { DescribedFace } from '../../ports/catalog.ts';
import { listGalleries, requireGallery } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';

export interface FindByMetadataQuery {
  /** By default every gallery that may be used. */
  readonly galleryName?: string | undefined;
  /** Every pair must be there; without any all faces are meant. */
  readonly metadata: Metadata;
  /** How many at most, 1 to 1,000. */
  readonly limit: number;
}

/** A face with the gallery that it is in. */
export type FaceInGallery = DescribedFace & { readonly galleryName: string };

export interface FoundByMetadata {
  /** By the name of their gallery, then in the order of storing. */
  readonly faces: readonly FaceInGallery[];
  /** Whether there are more than the limit. */
  readonly more: boolean;
}

type FindPorts = Pick<ServicePorts, 'catalog'>;

async function* galleriesOf(ports: FindPorts, name: string | undefined): AsyncIterable<Gallery> {
  if (name === undefined) yield* allItems((page) => listGalleries(ports, page));
  else yield await requireGallery(ports, name);
}

async function numbersIn(
  { catalog }: FindPorts,
  galleryId: string,
  { metadata, limit }: Pick<FindByMetadataQuery, 'metadata' | 'limit'>,
): Promise<readonly number[]> {
  if (Object.keys(metadata).length > 0) {
    return catalog.faces.findByMetadata({ galleryId, metadata, after: 0, limit });
  }
  return (await catalog.faces.list(galleryId, { limit })).items.map(({ number }) => number);
}

/** Faces by what is remembered of them, the system's own pairs included. @throws Fault `gallery_not_found` */
export async function findByMetadata(ports: FindPorts, query: FindByMetadataQuery): Promise<FoundByMetadata> {
  const { limit, metadata } = query;
  const faces: FaceInGallery[] = [];
  for await (const { id, name } of galleriesOf(ports, query.galleryName)) {
    const missing = limit - faces.length;
    const numbers = await numbersIn(ports, id, { metadata, limit: missing + 1 });
    const found = await ports.catalog.faces.findByNumbers(numbers.slice(0, missing));
    faces.push(...found.map((described) => ({ ...described, galleryName: name })));
    if (numbers.length > missing) return { faces, more: true };
  }
  return { faces, more: false };
}
