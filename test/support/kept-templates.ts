import type { FullTemplates } from '../../src/index/quantised/rank-finalists.ts';
import type { FaceIndex } from '../../src/ports/face-index.ts';

/** Keeps the templates that are added to an index, as the catalog does for the product. */
export class KeptTemplates {
  readonly #spaces = new Map<string, Map<number, Float32Array>>();

  readonly find: FullTemplates = (faces) =>
    Promise.resolve(faces.map(({ space, faceNumber }) => this.#spaces.get(space)?.get(faceNumber)));

  /** An index as seen by somebody whose spaces have a prefix that nobody else's have. */
  keptFor(index: FaceIndex, prefix: string): FaceIndex {
    const own = (space: string) => `${prefix}${space}`;
    return {
      add: (space, faceNumber, template) => {
        index.add(own(space), faceNumber, template);
        const kept = this.#spaces.get(own(space)) ?? new Map<number, Float32Array>();
        this.#spaces.set(own(space), kept.set(faceNumber, template.slice()));
      },
      // What was removed is kept: a search that has begun before may still ask for it.
      remove: (space, faceNumber) => index.remove(own(space), faceNumber),
      removeSpace: (space) => index.removeSpace(own(space)),
      size: (space) => index.size(own(space)),
      settle: () => index.settle(),
      search: (spaces, probe, query) => index.search(spaces.map(own), probe, query),
      close: () => Promise.resolve(),
    };
  }
}
