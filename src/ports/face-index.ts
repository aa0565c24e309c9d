/** A face found near a probe. */
export interface Neighbour {
  /** `Face.number`. */
  readonly faceNumber: number;
  /** Cosine, -1..1. */
  readonly similarity: number;
}

export interface NeighbourQuery {
  /** How many at most, 1 or more. */
  readonly limit: number;
  /** Nothing less similar is returned. Default -1. */
  readonly minSimilarity?: number;
}

/**
 * Nearest templates per gallery, in memory. A cache of the catalog: it can always be thrown away
 * and filled anew. Adding a number that is present replaces its template; galleries come into being
 * with their first face.
 */
export interface FaceIndex {
  /**
   * @param template unit length
   * @throws RangeError when its dimensions differ from those of the gallery's other templates,
   * or a component is not finite
   */
  add(galleryId: string, faceNumber: number, template: Float32Array): void;
  /** Forgets a face; does nothing when it is unknown. */
  remove(galleryId: string, faceNumber: number): void;
  /** Forgets a gallery; does nothing when it is unknown. */
  removeGallery(galleryId: string): void;
  /** How many faces can be found in a gallery. */
  size(galleryId: string): number;
  /**
   * The most similar faces, most similar first; equal ones by rising number. Sees exactly the faces that
   * were present when it was called. Does not hold the calling thread for more than about 10 ms at a time.
   *
   * @throws RangeError when the probe's dimensions differ from the gallery's
   */
  search(galleryId: string, probe: Float32Array, query: NeighbourQuery): Promise<readonly Neighbour[]>;
}
