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
  /** Faces of higher numbers are passed over. */
  readonly upToNumber?: number;
}

/**
 * Nearest templates per space (see `templateSpaceOf`), in memory. A cache of the catalog: it can always be thrown away
 * and filled anew. Adding a number that is present replaces its template; spaces come into being
 * with their first face.
 */
export interface FaceIndex {
  /**
   * @param template unit length
   * @throws RangeError when its dimensions differ from those of the space's other templates,
   * or a component is not finite
   */
  add(space: string, faceNumber: number, template: Float32Array): void;
  /** Forgets a face; does nothing when it is unknown. */
  remove(space: string, faceNumber: number): void;
  /** Forgets a space; does nothing when it is unknown. */
  removeSpace(space: string): void;
  /** How many faces can be found in a space. */
  size(space: string): number;
  /**
   * The most similar faces, most similar first; equal ones by rising number. Sees exactly the faces that
   * were present when it was called. Does not hold the calling thread for more than about 10 ms at a time.
   *
   * @throws RangeError when the probe's dimensions differ from the space's
   */
  search(space: string, probe: Float32Array, query: NeighbourQuery): Promise<readonly Neighbour[]>;
}
