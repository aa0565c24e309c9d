/** A face found near a probe. */
export interface Neighbour {
  /** `Face.number`. */
  readonly faceNumber: number;
  /** Cosine, -1..1. */
  readonly similarity: number;
  /** Where the query asks for it; absent when the face is gone by now. */
  readonly template?: Float32Array;
}

export interface NeighbourQuery {
  /** How many at most, 1 or more. */
  readonly limit: number;
  /** Nothing less similar is returned. Default -1. */
  readonly minSimilarity?: number;
  /** Faces of higher numbers are passed over. */
  readonly upToNumber?: number;
  /** If given, all other faces are passed over: numbers, rising. */
  readonly among?: readonly number[] | undefined;
  /** Whether neighbours bring their full templates. Default false. */
  readonly withTemplates?: boolean;
  /** Gives the search up: it rejects with the signal's reason, and no more work is spent on it. */
  readonly signal?: AbortSignal | undefined;
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
  /** Resolves when what was added before costs no more memory than it will cost for good. Await it while adding many. */
  settle(): Promise<void>;
  /**
   * The most similar faces of some spaces, most similar first; equal ones by rising number. Sees exactly the faces that
   * were present when it was called. Does not hold the calling thread for more than about 10 ms at a time.
   *
   * A face of more than 1,024 may be missed that comparing with each of them would find; see docs/decisions/0011 and 0013. The
   * similarities of those that are found are exact, unless their templates are replaced during the search.
   *
   * @param spaces of one pack; unknown ones are empty
   * @throws RangeError when the probe's dimensions differ from a space's
   */
  search(
    spaces: readonly string[],
    probe: Float32Array,
    query: NeighbourQuery,
  ): Promise<readonly Neighbour[]>;
  /** Gives back what it holds. Searches under way reject. */
  close(): Promise<void>;
}
