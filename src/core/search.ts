import type { FaultCode } from './fault.ts';

/**
 * Where a search is. `created` still takes probes, `queued` waits for its turn, `expired` has lost its probes and
 * results and is soon forgotten.
 */
export const SEARCH_STATES = ['created', 'queued', 'running', 'done', 'failed', 'expired'] as const;

export type SearchState = (typeof SEARCH_STATES)[number];

/** Most probes of one search. */
export const SEARCH_PROBES_LIMIT = 3;

/**
 * So often a search is begun: one whose processes died so many times while they worked on it is given up, because it may
 * be what kills them.
 */
export const SEARCH_ATTEMPTS_LIMIT = 3;

/** One photo of the person who is searched for. */
export interface SearchProbe {
  readonly id: string;
  /** Content address of the photo as received. */
  readonly blob: string;
  /** Content address of the picture of its face (WebP). */
  readonly thumbnailBlob: string;
  /** Page or picture address, if it has one. */
  readonly sourceUrl?: string;
}

/** A search that waits for its turn and is kept for a while. */
export interface Search {
  /** Rises with every search that is made, whoever makes it; never given twice. */
  readonly number: number;
  /** Random and fit for an address. */
  readonly id: string;
  /** Whose search it is: nobody else may see it. */
  readonly keyId: string;
  readonly galleryNames: readonly string[];
  /** The pack that made the templates of its probes. */
  readonly packId: string;
  readonly state: SearchState;
  /** 1 to 3, fewer once they were taken away or have expired. */
  readonly probes: readonly SearchProbe[];
  /** Whether only the first faces of the galleries are searched. */
  readonly demo: boolean;
  readonly createdAtMs: number;
  readonly queuedAtMs?: number;
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  /** From then on probes and results are removed, unless it is queued or running. */
  readonly expiresAtMs: number;
  /** 0..100. */
  readonly progress: number;
  /** Credits that its key has paid; 0 before it is started, for what costs nothing, and when they were given back. */
  readonly cost: number;
  /** How many faces were compared, and how long it took; present when it is done. */
  readonly outcome?: SearchOutcome;
  /** Why it failed. */
  readonly failure?: SearchFailure;
}

/** What is counted and timed of a search that is done. */
export interface SearchOutcome {
  readonly searchedFaces: number;
  /** From the queue to the start. */
  readonly queueMs: number;
  /** Reading what is stored of the matched faces. */
  readonly downloadMs: number;
  /** Comparing. */
  readonly searchMs: number;
}

/** `internal_error` is a bug or a broken machine, the others say what was wrong. */
export type SearchFailure = FaultCode | 'internal_error';

/** A face that a search has found, as it is kept. */
export interface SearchMatch {
  /** 1 for the most similar. */
  readonly rank: number;
  readonly faceNumber: number;
  /** Cosine with the most similar probe, -1..1. */
  readonly similarity: number;
  /** Matches of one group show the same person; groups are numbered from 0 by their best match. */
  readonly group: number;
  /** The rank of a better match that shows the same picture. */
  readonly duplicateOf?: number;
}
