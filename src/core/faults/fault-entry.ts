/** What kind of trouble a fault is; dialects choose their status by code, people read the kind. */
export type FaultKind = 'invalid' | 'missing' | 'conflict' | 'denied' | 'limited' | 'busy';

/** One way in which a request can fail that is not a bug. */
export interface FaultEntry {
  readonly kind: FaultKind;
  /** One sentence for people; `{name}` is filled from the fault's details. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Whether the same request may succeed later without change. */
  readonly retryable: boolean;
}
