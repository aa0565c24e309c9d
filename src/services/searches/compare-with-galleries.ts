import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Search } from '../../core/search.ts';
import { templateSpaceOf } from '../../core/template-space.ts';
import type { Neighbour } from '../../ports/face-index.ts';
import type { ClaimedSearch } from '../../ports/searches.ts';
import type { ServicePorts } from '../ports.ts';

/** Most faces that a search finds: as many as FaceCheck shows. */
export const SEARCH_MATCHES_LIMIT = 100;

type ComparePorts = Pick<ServicePorts, 'catalog' | 'follower' | 'index' | 'rules'>;

export interface Comparison {
  readonly searchedFaces: number;
  /** Each face once, with its similarity to the most similar probe; most similar first. */
  readonly nearest: readonly Neighbour[];
}

async function galleriesOf(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  { galleryNames, packId }: Search,
): Promise<readonly Gallery[]> {
  const found = await Promise.all(
    [...new Set(galleryNames)].map((name) => catalog.galleries.findByName(name)),
  );
  const present = found.filter((gallery) => gallery !== undefined);
  if (present.length === 0) {
    throw new Fault('gallery_not_found', { details: { gallery: galleryNames.join(', ') } });
  }
  const comparable = present.filter((gallery) => gallery.packId === packId);
  if (comparable.length > 0) return comparable;
  throw new Fault('gallery_pack_changed', { details: { gallery: galleryNames.join(', ') } });
}

/** The highest number that a demo search looks at; undefined when it may look at all. */
function demoCut(
  { catalog, rules }: Pick<ServicePorts, 'catalog' | 'rules'>,
  { demo }: Search,
  galleries: readonly Gallery[],
): Promise<number | undefined> {
  if (!demo) return Promise.resolve(undefined);
  return catalog.faces.numberAt(
    galleries.map(({ id }) => id),
    rules.demoFaces,
  );
}

function byRank(one: Neighbour, other: Neighbour): number {
  return other.similarity - one.similarity || one.faceNumber - other.faceNumber;
}

/** Each face once, with its best similarity. A face among the best of all is among the best of its best probe. */
function fuse(answers: readonly (readonly Neighbour[])[]): readonly Neighbour[] {
  const best = new Map<number, number>();
  for (const { faceNumber, similarity } of answers.flat()) {
    best.set(faceNumber, Math.max(similarity, best.get(faceNumber) ?? -1));
  }
  return Array.from(best, ([faceNumber, similarity]) => ({ faceNumber, similarity }))
    .sort(byRank)
    .slice(0, SEARCH_MATCHES_LIMIT);
}

/**
 * Compares the probes of a search with every face of its galleries that are bound to the probes' pack.
 *
 * @param advance told after each comparison how much of the whole is done, 0..1
 * @throws Fault `gallery_not_found`, `gallery_pack_changed` when no gallery is left to be searched
 */
export async function compareWithGalleries(
  ports: ComparePorts,
  { search, templates }: ClaimedSearch,
  advance: (share: number) => void,
): Promise<Comparison> {
  for (;;) {
    const galleries = await galleriesOf(ports, search);
    const cut = await demoCut(ports, search, galleries);
    await ports.follower.catchUp();
    const spaces = galleries.map(({ id }) => templateSpaceOf(id, search.packId));
    const allFaces = spaces.reduce((faces, space) => faces + ports.index.size(space), 0);
    const query = { limit: SEARCH_MATCHES_LIMIT, ...(cut !== undefined && { upToNumber: cut }) };
    let answered = 0;
    // All begin at once, so that all see the faces that were counted.
    const answers = await Promise.all(
      templates.map(async (template) => {
        const nearest = await ports.index.search(spaces, template, query);
        answered += 1;
        advance(answered / templates.length);
        return nearest;
      }),
    );
    const searchedFaces = cut === undefined ? allFaces : Math.min(allFaces, ports.rules.demoFaces);
    // A gallery that was bound to another pack meanwhile may have been seen in part only.
    const now = await galleriesOf(ports, search);
    const isSame = now.length === galleries.length && now.every(({ id }, at) => id === galleries[at]?.id);
    if (isSame) return { searchedFaces, nearest: fuse(answers) };
  }
}
