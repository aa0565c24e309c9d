import type { ExternalGallery } from '../core/external-gallery.ts';

/** Galleries of other servers: few. Names are compared exactly. Lists are ordered by name. */
export interface ExternalGalleryRecords {
  /** @param secret of a key of the other server @throws Fault `gallery_exists`, whatever kind has the name */
  add(gallery: ExternalGallery, secret: string): Promise<void>;
  find(galleryId: string): Promise<ExternalGallery | undefined>;
  findByName(name: string): Promise<ExternalGallery | undefined>;
  list(): Promise<readonly ExternalGallery[]>;
  /** What the other server is to be sent; undefined when there is no such gallery. */
  secretOf(galleryId: string): Promise<string | undefined>;
  /** @returns whether there was such a gallery */
  delete(galleryId: string): Promise<boolean>;
}
