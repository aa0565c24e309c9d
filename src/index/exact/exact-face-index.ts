import type { FaceIndex, Neighbour, NeighbourQuery } from '../../ports/face-index.ts';
import { requireAnswerable, requireFinite, requireSameDimensions } from '../index-checks.ts';
import { padded } from './dot-product.ts';
import { IndexedGallery } from './indexed-gallery.ts';
import { NearestHeap } from './nearest-heap.ts';
import { scan } from './scan.ts';
import { ThreadTurns } from './thread-turns.ts';

/** A face is in one gallery only. */
function withTemplates(
  neighbours: readonly Neighbour[],
  galleries: readonly IndexedGallery[],
): readonly Neighbour[] {
  return neighbours.map((neighbour) => {
    const [template] = galleries.flatMap((gallery) => gallery.templateOf(neighbour.faceNumber) ?? []);
    return template === undefined ? neighbour : { ...neighbour, template };
  });
}

/**
 * Compares the probe with every template of the gallery, in float32, in the calling thread. Nothing is approximated: the
 * oracle of other indexes.
 */
export class ExactFaceIndex implements FaceIndex {
  readonly #galleries = new Map<string, IndexedGallery>();
  readonly #turns = new ThreadTurns();

  add(space: string, faceNumber: number, template: Float32Array): void {
    requireFinite(template);
    const gallery = this.#galleries.get(space) ?? new IndexedGallery(template.length);
    requireSameDimensions(gallery.dimensions, template);
    gallery.add(faceNumber, template);
    this.#galleries.set(space, gallery);
  }

  remove(space: string, faceNumber: number): void {
    const gallery = this.#galleries.get(space);
    gallery?.remove(faceNumber);
    if (gallery?.size === 0) this.#galleries.delete(space);
  }

  removeSpace(space: string): void {
    this.#galleries.delete(space);
  }

  size(space: string): number {
    return this.#galleries.get(space)?.size ?? 0;
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#galleries.clear();
    return Promise.resolve();
  }

  /** @throws RangeError also when the limit is below 1 or a component of the probe is not finite */
  async search(
    spaces: readonly string[],
    probe: Float32Array,
    query: NeighbourQuery,
  ): Promise<readonly Neighbour[]> {
    requireAnswerable(probe, query);
    const galleries = [...new Set(spaces)].flatMap((space) => this.#galleries.get(space) ?? []);
    for (const { dimensions } of galleries) requireSameDimensions(dimensions, probe);
    const views = galleries.map((gallery) => gallery.view());
    const best = new NearestHeap(query.limit, query.minSimilarity ?? -1);
    const question = {
      probe: padded(probe),
      upToNumber: query.upToNumber ?? Number.POSITIVE_INFINITY,
      among: query.among === undefined ? undefined : new Set(query.among),
      signal: query.signal,
    };
    for (const view of views) await scan(view, question, best, this.#turns);
    return query.withTemplates === true ? withTemplates(best.sorted(), galleries) : best.sorted();
  }
}
