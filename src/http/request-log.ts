import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import type { RequestRecord, RequestRecords } from './request-record.ts';

/** What a request is called that belongs to no dialect. */
export const NO_DIALECT = 'none';

function lastsMs(record: RequestRecord): number {
  return Math.round((performance.now() - record.startedAtMs) * 10) / 10;
}

/** The stack of an error and of its causes. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(error.cause)}`;
}

/**
 * One line for each request, and more for what went wrong. Lines name the dialect and the operation and never
 * the address, because addresses hold the names of galleries, which may be names of people.
 */
export class RequestLog {
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #records: RequestRecords;

  constructor(logger: Logger, metrics: Metrics, records: RequestRecords) {
    this.#logger = logger;
    this.#metrics = metrics;
    this.#records = records;
  }

  /** Writes the line when the exchange is over, however it ends. */
  follow(request: FastifyRequest, reply: FastifyReply): void {
    const record = this.#records.of(request.raw);
    reply.raw.once('close', () => {
      const isWhole = reply.raw.writableFinished;
      const dialect = record.dialect ?? NO_DIALECT;
      const operation = record.operation ?? request.routeOptions.url ?? 'unknown';
      const ms = lastsMs(record);
      this.#logger.info({
        event: 'request',
        requestId: request.id,
        dialect,
        operation,
        status: isWhole ? reply.statusCode : null,
        ...(record.faultCode && { fault: record.faultCode }),
        ...(!isWhole && { aborted: true }),
        ms,
        keyId: record.key?.id ?? null,
        bytes: record.receivedBytes,
      });
      const status = isWhole ? String(reply.statusCode) : 'aborted';
      this.#metrics.observeRequest({ dialect, operation, status }, ms / 1000);
    });
  }

  /** Whatever is not a fault is a bug: its stack belongs into the log and nowhere else. */
  bug(request: FastifyRequest, error: unknown): void {
    const { dialect, operation } = this.#records.of(request.raw);
    this.#logger.error({ event: 'bug', requestId: request.id, dialect, operation, stack: stackOf(error) });
  }

  /** A fault of ours rather than of the caller's, whose cause the operator should see. */
  trouble(request: FastifyRequest, code: string, cause: unknown): void {
    this.#logger.warn({ event: 'trouble', requestId: request.id, fault: code, stack: stackOf(cause) });
  }
}
