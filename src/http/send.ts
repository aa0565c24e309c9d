import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Fault } from '../core/fault.ts';
import type { Dialect, FaultReply } from '../dialects/contract/dialect.ts';
import { type Operation, STREAMED_TYPES, textStream } from '../dialects/contract/operation.ts';

const RETRY_AFTER_SECONDS = 2;
const LONGEST_NOTE_HEADER = 1024;

function isJson(contentType: string): boolean {
  return contentType.split(';', 1)[0]?.endsWith('json') ?? false;
}

function bytesOf(operation: Operation, answer: unknown): Buffer {
  if (answer instanceof Uint8Array) return Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  throw new TypeError(`${operation.name} answers in ${operation.replyContentType} but returned no bytes`);
}

function noteHeader(notes: readonly string[]): string {
  return notes
    .join('; ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, LONGEST_NOTE_HEADER);
}

/** Whether the reply is sent while it comes. */
export function isStreamed({ replyContentType }: Operation): boolean {
  return STREAMED_TYPES.some((type) => type === replyContentType);
}

/** Sends what an operation returned. */
export function sendAnswer(
  reply: FastifyReply,
  operation: Operation,
  answer: unknown,
  notes: readonly string[],
): FastifyReply {
  if (notes.length > 0) void reply.header('likeness-note', noteHeader(notes));
  void reply.code(operation.replyStatus);
  if (operation.replyStatus === 204) return reply.send();
  if (isJson(operation.replyContentType)) {
    return reply.type(`${operation.replyContentType}; charset=utf-8`).send(JSON.stringify(answer ?? null));
  }
  if (isStreamed(operation)) {
    const type = `${operation.replyContentType}; charset=utf-8`;
    return reply.type(type).send(Readable.from(textStream.parse(answer), { objectMode: false }));
  }
  return reply.type(operation.replyContentType).send(bytesOf(operation, answer));
}

function sendFaultReply(
  reply: FastifyReply,
  status: number,
  { contentType, body }: FaultReply,
): FastifyReply {
  const text = typeof body === 'string' && !isJson(contentType) ? body : JSON.stringify(body);
  // As bytes, so that the content type stays exactly as the dialect says it.
  return reply.code(status).header('content-type', contentType).send(Buffer.from(text));
}

/** Sends a fault in the dialect's form. */
export function sendFault(reply: FastifyReply, dialect: Dialect, fault: Fault): FastifyReply {
  const status = dialect.faultStatus[fault.code];
  const { retryAfterSeconds = RETRY_AFTER_SECONDS } = fault.details;
  if (fault.retryable) void reply.header('retry-after', retryAfterSeconds);
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="Likeness"');
  return sendFaultReply(reply, status, dialect.renderFault(fault, status, reply.request.id));
}

/** Sends the dialect's internal error, which tells nothing of ours. */
export function sendBug(reply: FastifyReply, dialect: Dialect): FastifyReply {
  return sendFaultReply(reply, 500, dialect.renderBug(reply.request.id));
}
