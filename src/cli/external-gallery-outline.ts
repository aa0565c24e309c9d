import { z } from 'zod';
import type { ExternalGallery } from '../core/external-gallery.ts';
import { isoTime } from './iso-time.ts';
import { renderTable } from './table.ts';

/** What is printed of a gallery of another server. */
export const externalGalleryOutput = z.strictObject({
  name: z.string(),
  address: z.string(),
  gallery: z.string(),
  createdAt: z.iso.datetime(),
});

export type ExternalGalleryOutline = z.output<typeof externalGalleryOutput>;

const COLUMNS = [
  { heading: 'name', cell: ({ name }: ExternalGalleryOutline) => name },
  { heading: 'server', cell: ({ address }: ExternalGalleryOutline) => address },
  { heading: 'gallery there', cell: ({ gallery }: ExternalGalleryOutline) => gallery },
  { heading: 'created', cell: ({ createdAt }: ExternalGalleryOutline) => createdAt },
] as const;

export function outlineExternalGallery(gallery: ExternalGallery): ExternalGalleryOutline {
  const { name, address, remoteName, createdAtMs } = gallery;
  return { name, address, gallery: remoteName, createdAt: isoTime(createdAtMs) };
}

/** Galleries of other servers as a table. */
export function renderExternalGalleries(galleries: readonly ExternalGalleryOutline[]): string {
  return renderTable(galleries, COLUMNS);
}
