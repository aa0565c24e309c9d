import { Agent, type Dispatcher, request } from 'undici';
import { errorCodeOf } from '../core/error-code.ts';
import { Fault } from '../core/fault.ts';
import type { AddressGuard, OutgoingHttp, OutgoingReply, OutgoingRequest } from '../ports/outgoing.ts';

const MOST_CONNECTIONS_PER_HOST = 4;
const CONNECTING_LIMIT_MS = 10_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** @throws Fault `request_invalid` */
function webAddressOf(text: string, base?: string): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url;
  throw new Fault('request_invalid', {
    details: { problem: 'an address must begin with http:// or https://, without a name and password' },
  });
}

function faultOf(host: string, timeoutMs: number, error: unknown): Fault {
  if (error instanceof Fault) return error;
  // What the guard has thrown while a connection was made.
  if (error instanceof Error && error.cause instanceof Fault) return error.cause;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const words = errorCodeOf(error) ?? (error instanceof Error ? error.message : 'the connection failed');
  const problem = isTimeout ? `nothing came within ${timeoutMs} ms` : words;
  return new Fault('host_silent', { details: { host, problem }, cause: error });
}

async function readWithin(
  host: string,
  body: Dispatcher.ResponseData['body'],
  { limitBytes, dropsRest }: Pick<OutgoingRequest, 'limitBytes' | 'dropsRest'>,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    if (!(piece instanceof Uint8Array)) continue;
    bytes += piece.byteLength;
    if (bytes > limitBytes && dropsRest === true) break;
    if (bytes > limitBytes) throw new Fault('reply_too_large', { details: { host, limitBytes } });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function headersOf(headers: Dispatcher.ResponseData['headers']): ReadonlyMap<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new Map(entries);
}

/** Web requests that connect to the very address that the guard has allowed. */
export class GuardedHttp implements OutgoingHttp {
  readonly #guard: AddressGuard;
  readonly #agent: Agent;

  constructor(guard: AddressGuard) {
    this.#guard = guard;
    this.#agent = new Agent({
      connections: MOST_CONNECTIONS_PER_HOST,
      connect: {
        timeout: CONNECTING_LIMIT_MS,
        lookup: (host, _options, take) => {
          guard.requireAllowed(host).then(
            ({ address, family }) => take(null, [{ address, family }]),
            (error: Error) => take(error, []),
          );
        },
      },
    });
  }

  async ask(asked: OutgoingRequest): Promise<OutgoingReply> {
    let url = webAddressOf(asked.url);
    for (let left = asked.body === undefined ? (asked.redirects ?? 0) : 0; ; left -= 1) {
      const reply = await this.#askOnce(url, asked);
      const location = reply.headers.get('location');
      if (!REDIRECTS.has(reply.status) || location === undefined || left <= 0) return reply;
      url = webAddressOf(location, url.href);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #askOnce(url: URL, asked: OutgoingRequest): Promise<OutgoingReply> {
    const { body, headers = {}, timeoutMs, signal } = asked;
    const host = url.hostname;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      // An address is connected to without being looked up.
      await this.#guard.requireAllowed(host);
      const reply = await request(url, {
        dispatcher: this.#agent,
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(body !== undefined && { body }),
      });
      const bytes = await readWithin(host, reply.body, asked);
      return { status: reply.statusCode, headers: headersOf(reply.headers), bytes };
    } catch (error) {
      signal?.throwIfAborted();
      throw faultOf(host, timeoutMs, error);
    }
  }
}
