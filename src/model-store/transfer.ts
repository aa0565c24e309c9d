import { errorCodeOf } from '../core/error-code.ts';
import type { PartFile } from './part-file.ts';
import { SilenceAlarm } from './silence-alarm.ts';
import { TransferError } from './transfer-error.ts';
import type { OnReceived, WantedFile } from './wanted-file.ts';

const STATUS = { ok: 200, partial: 206, timeout: 408, rangeNotSatisfiable: 416, tooEarly: 425, tooMany: 429 };
const FIRST_SERVER_ERROR = 500;
/** Answers of the 400s that another attempt may not get; what could not be resumed is asked for from the beginning. */
const PASSING_CLIENT_ERRORS: ReadonlySet<number> = new Set([
  STATUS.timeout,
  STATUS.rangeNotSatisfiable,
  STATUS.tooEarly,
  STATUS.tooMany,
]);

/** What to fetch from where. */
export interface Transfer {
  readonly address: string;
  readonly wanted: Pick<WantedFile, 'bytes'>;
  readonly idleTimeoutMs: number;
  readonly onReceived: OnReceived;
}

function networkError(error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = errorCodeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new TransferError('later', `failed: ${words}`, error);
}

async function request(address: string, part: PartFile, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ 'accept-encoding': 'identity' });
  if (part.bytes > 0) headers.set('range', `bytes=${part.bytes}-`);
  if (part.bytes > 0 && part.entityTag !== undefined) headers.set('if-range', part.entityTag);
  try {
    return await fetch(address, { headers, signal, redirect: 'follow' });
  } catch (error) {
    throw networkError(error);
  }
}

/** Where in the file the body begins. @throws TransferError when the answer is none */
function startOf({ status, headers }: Response, from: number): number {
  if (status === STATUS.ok) return 0;
  if (status === STATUS.partial) {
    const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
    if (start !== undefined && Number(start) === from) return from;
    throw new TransferError('elsewhere', 'answered with another part than was asked for');
  }
  const passes = status >= FIRST_SERVER_ERROR || PASSING_CLIENT_ERRORS.has(status);
  throw new TransferError(passes ? 'later' : 'elsewhere', `answered ${status}`);
}

async function* piecesOf(body: ReadableStream<Uint8Array>, alarm: SilenceAlarm): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    // What goes wrong while a piece is written is not the network's fault.
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw networkError(error);
    });
    if (done) return;
    alarm.heard();
    yield value;
  }
}

async function* notMoreThan(
  pieces: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) throw new TransferError('wrong-file', 'offers a larger file');
    yield piece;
  }
}

/** The tag by which a server knows this file again; undefined when it promises no equal bytes. */
function strongTagOf(headers: Headers): string | undefined {
  const tag = headers.get('etag');
  return tag === null || tag.startsWith('W/') ? undefined : tag;
}

/**
 * Asks one address for what is missing of a file and appends it to the part. A server that cannot resume, or whose file
 * is another one by now, sends it from the beginning: then the part begins anew.
 *
 * @throws TransferError when not everything arrived; what did is in the part
 * @throws the system's error when it cannot be written
 */
export async function transfer(order: Transfer, part: PartFile): Promise<void> {
  const alarm = new SilenceAlarm(order.idleTimeoutMs);
  try {
    const response = await request(order.address, part, alarm.signal);
    alarm.heard();
    const { status, headers, body } = response;
    if (status === STATUS.rangeNotSatisfiable) await part.empty();
    if (startOf(response, part.bytes) === 0) await part.beginAnew(strongTagOf(headers));
    if (body === null) throw new TransferError('elsewhere', 'answered without a file');
    const pieces = notMoreThan(piecesOf(body, alarm), order.wanted.bytes - part.bytes);
    await part.append(pieces, order.onReceived);
  } finally {
    alarm.stop();
  }
}
