import { Fault } from '../../core/fault.ts';
import type { OutgoingHttp, OutgoingReply } from '../../ports/outgoing.ts';
import { type RetryRules, retrying } from '../retry-rules.ts';
import { type HostManners, HostTurns } from './host-turns.ts';

/** How photos are fetched from the web. */
export interface FetchRules extends RetryRules, HostManners {
  readonly timeoutMs: number;
  readonly redirects: number;
}

export const FETCH_RULES: FetchRules = {
  attempts: 5,
  firstPauseMs: 1000,
  mostPauseMs: 60_000,
  atOnce: 2,
  spacingMs: 100,
  timeoutMs: 60_000,
  redirects: 5,
};

const OK = 200;
const TOO_MANY = 429;
const FIRST_SERVER_ERROR = 500;
const MS_PER_SECOND = 1000;

/** A host has answered with something else than the picture. */
class NotServed extends Error {
  readonly mayPass: boolean;
  readonly waitMs: number;

  constructor(host: string, { status, headers }: OutgoingReply) {
    super(`${host} answered ${status}`);
    this.mayPass = status === TOO_MANY || status >= FIRST_SERVER_ERROR;
    this.waitMs = retryAfterMs(headers.get('retry-after'));
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3); 0 when it says nothing that can be read. */
function retryAfterMs(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * MS_PER_SECOND;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - Date.now());
}

function waitAfter(error: unknown): number | undefined {
  if (error instanceof NotServed) return error.mayPass ? error.waitMs : undefined;
  return error instanceof Fault && error.retryable ? 0 : undefined;
}

/** Fetches photos from the web, a few at a time from each host. */
export class RemotePhotos {
  readonly #outgoing: OutgoingHttp;
  readonly #rules: FetchRules;
  /** Of those that photos are wanted from now, and of how many. */
  readonly #hosts = new Map<string, { readonly turns: HostTurns; wanted: number }>();
  readonly #closed = new AbortController();

  constructor(outgoing: OutgoingHttp, rules: FetchRules) {
    this.#outgoing = outgoing;
    this.#rules = rules;
  }

  /** @throws Fault, or Error in a sentence, when it cannot be had */
  async read(url: string, limitBytes: number): Promise<Uint8Array> {
    const { host } = new URL(url);
    const asked = this.#hosts.get(host) ?? {
      turns: new HostTurns(this.#rules, this.#closed.signal),
      wanted: 0,
    };
    this.#hosts.set(host, asked);
    asked.wanted += 1;
    const { turns } = asked;
    try {
      const judge = { waitAfter, signal: this.#closed.signal };
      return await retrying(this.#rules, judge, () => turns.run(() => this.#fetch(url, turns, limitBytes)));
    } finally {
      asked.wanted -= 1;
      if (asked.wanted === 0) this.#hosts.delete(host);
    }
  }

  close(): void {
    this.#closed.abort();
  }

  async #fetch(url: string, turns: HostTurns, limitBytes: number): Promise<Uint8Array> {
    const { timeoutMs, redirects } = this.#rules;
    const headers = { 'user-agent': 'Likeness', accept: 'image/*' };
    const { signal } = this.#closed;
    const reply = await this.#outgoing.ask({ url, headers, timeoutMs, redirects, limitBytes, signal });
    if (reply.status === OK) return reply.bytes;
    const refusal = new NotServed(new URL(url).host, reply);
    if (refusal.waitMs > 0) turns.rest(Math.min(refusal.waitMs, this.#rules.mostPauseMs));
    throw refusal;
  }
}
