import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

const DETAILS: Readonly<Record<number, string>> = {
  400: 'What was sent is not HTTP that can be read.',
  408: 'The request took too long to arrive.',
  431: 'The address and the headers of the request are too long: move what is long into the body.',
};

function rawReply(status: number): string {
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const body = JSON.stringify({ type: 'about:blank', status, title, detail: DETAILS[status] ?? title });
  return [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** Answers what is not HTTP, or takes too long to become it, and hangs up. */
export function clientErrorHandler(logger: Logger) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    logger.debug({ event: 'client-error', code: error.code });
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable) socket.write(rawReply(STATUS_BY_CODE[error.code ?? ''] ?? 400));
    socket.destroy();
  };
}
