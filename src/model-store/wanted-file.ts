/** A file that shall be fetched, and how to know it again. */
export interface WantedFile {
  /** Its name in the folder; holds no separators. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Where it is offered, http or https; tried one after the other. */
  readonly addresses: readonly string[];
}

/** How patient a fetch is. */
export interface FetchRules {
  /** How often one address is asked before it is given up; at least 1. */
  readonly attempts: number;
  /** How long a server may keep silent, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** The pause after the first failure, in milliseconds; it doubles with each further one. */
  readonly firstPauseMs: number;
}

/** For networks as people have them. */
export const FETCH_RULES: FetchRules = { attempts: 5, idleTimeoutMs: 30_000, firstPauseMs: 1000 };

/** Tells how many bytes of a file have arrived, those of an earlier run included. */
export type OnReceived = (receivedBytes: number) => void;
