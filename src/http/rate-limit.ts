import { Fault } from '../core/fault.ts';

const MS_A_MINUTE = 60_000;
const MOST_CALLERS = 10_000;

interface Bucket {
  /** Requests that may be made at once. */
  tokens: number;
  filledAtMs: number;
}

/**
 * How often callers of one kind may ask. A caller may make the requests of a minute at once, and then as many as time
 * gives back. Of the 10,000 that asked last it is known how much they have asked; one forgotten begins anew.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /**
   * Counts a request. 0 requests a minute stands for no limit.
   *
   * @throws Fault `rate_limited`
   */
  count(caller: string, requestsPerMinute: number): void {
    if (requestsPerMinute === 0) return;
    const nowMs = this.#nowMs();
    const bucket = this.#buckets.get(caller) ?? { tokens: requestsPerMinute, filledAtMs: nowMs };
    const msARequest = MS_A_MINUTE / requestsPerMinute;
    const tokens = Math.min(requestsPerMinute, bucket.tokens + (nowMs - bucket.filledAtMs) / msARequest);
    this.#remember(caller, { tokens: tokens < 1 ? tokens : tokens - 1, filledAtMs: nowMs });
    if (tokens >= 1) return;
    const retryAfterSeconds = Math.ceil(((1 - tokens) * msARequest) / 1000);
    throw new Fault('rate_limited', { details: { requestsPerMinute, retryAfterSeconds } });
  }

  /** Moves the caller behind all others, and forgets the one that was silent for longest. */
  #remember(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size <= MOST_CALLERS) return;
    const [longestSilent] = this.#buckets.keys();
    if (longestSilent !== undefined) this.#buckets.delete(longestSilent);
  }
}
