import { errorCodeOf } from '../core/error-code.ts';
import { Fault } from '../core/fault.ts';
import type { RemoteGallery } from '../ports/remote-galleries.ts';

/** One request to another server. */
export interface Errand {
  readonly gallery: RemoteGallery;
  /** Below the other server's base address. */
  readonly path: string;
  readonly form?: FormData;
  readonly timeoutMs: number;
  /** Larger replies are refused. */
  readonly limitBytes: number;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

export interface PartnerReply {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** @param problem ends the sentence of the fault */
export function silent({ name }: RemoteGallery, problem: string, cause?: unknown): Fault {
  return new Fault('external_silent', { details: { gallery: name, problem }, cause });
}

/** @param problem ends the sentence of the fault */
export function refused({ name }: RemoteGallery, problem: string): Fault {
  return new Fault('external_refused', { details: { gallery: name, problem } });
}

/** What `fetch` says of a port at which nobody speaks HTTP, such as 1 or 22: it does not even try. */
const BLOCKED_PORT = 'bad port';

function networkFault({ gallery, timeoutMs }: Errand, error: unknown): Fault {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return silent(gallery, `no answer came within ${timeoutMs} ms`, error);
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && cause.message === BLOCKED_PORT) {
    const { port } = new URL(gallery.address);
    const problem = `port ${port} is kept for something else than HTTP; let the other server listen at another`;
    return new Fault('request_invalid', { details: { problem }, cause: error });
  }
  const words = errorCodeOf(cause) ?? (cause instanceof Error ? cause.message : 'the connection failed');
  return silent(gallery, words, error);
}

/** undefined when there is more than the limit. */
async function readWithin(response: Response, limitBytes: number): Promise<Uint8Array | undefined> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces, bytes);
    bytes += value.byteLength;
    if (bytes > limitBytes) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
}

/**
 * Asks another server, with its key, and reads what it answers, whatever the status. Redirects are not followed: the key
 * goes to the address that the operator has given and to no other.
 *
 * @throws Fault `external_silent`, `external_refused`, `request_invalid` for a port that HTTP may not use; the signal's
 * reason
 */
export async function askPartner(errand: Errand): Promise<PartnerReply> {
  const { gallery, path, form, timeoutMs, limitBytes, signal } = errand;
  const deadline = AbortSignal.timeout(timeoutMs);
  const request: RequestInit = {
    headers: { authorization: `Bearer ${gallery.secret}` },
    redirect: 'manual',
    signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
    ...(form && { method: 'POST', body: form }),
  };
  let bytes: Uint8Array | undefined;
  let status = 0;
  try {
    const response = await fetch(`${gallery.address}${path}`, request);
    status = response.status;
    bytes = await readWithin(response, limitBytes);
  } catch (error) {
    signal?.throwIfAborted();
    throw networkFault(errand, error);
  }
  if (bytes === undefined) throw refused(gallery, `its answer is longer than ${limitBytes} bytes`);
  return { status, bytes };
}
