import { foreignDimensionsOf } from '../../core/foreign-pack.ts';
import { allItems } from '../../core/page.ts';
import type { ServicePorts } from '../ports.ts';
import { askAbout } from './external-access.ts';
import type { SearchableGallery } from './named-galleries.ts';

/** A gallery and how many faces it has; of another server that does not tell, why not. */
export type CountedGallery = SearchableGallery & {
  readonly faceCount: number | undefined;
  /** A sentence for people. */
  readonly trouble?: string;
};

/**
 * Every gallery that can be searched with a photo, by name: those of this server, then those of others, which are asked at the same
 * time how many faces they have.
 */
export async function listSearchableGalleries(
  ports: Pick<ServicePorts, 'catalog' | 'remoteGalleries'>,
): Promise<readonly CountedGallery[]> {
  const { galleries, externalGalleries } = ports.catalog;
  const counted: CountedGallery[] = [];
  for await (const gallery of allItems((page) => galleries.list(page))) {
    // A photo cannot be compared with vectors that no pack of ours has made.
    if (foreignDimensionsOf(gallery.packId) !== undefined) continue;
    counted.push({ kind: 'internal', gallery, faceCount: gallery.faceCount });
  }
  const outcomes = await Promise.all(
    (await externalGalleries.list()).map((gallery) =>
      askAbout(ports, gallery, (remote) => ports.remoteGalleries.countFaces(remote)),
    ),
  );
  for (const outcome of outcomes) {
    const { gallery } = outcome;
    if ('answer' in outcome) counted.push({ kind: 'external', gallery, faceCount: outcome.answer });
    else counted.push({ kind: 'external', gallery, faceCount: undefined, trouble: outcome.fault.message });
  }
  return counted;
}
