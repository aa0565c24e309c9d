import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorCodeOf } from '../core/error-code.ts';
import { Fault } from '../core/fault.ts';
import type { Dialect } from '../dialects/contract/dialect.ts';
import type { Operation } from '../dialects/contract/operation.ts';
import { acceptedTypes } from '../dialects/contract/operation.ts';
import { StalledBodyFault } from './body/receive.ts';
import { ClientGoneError } from './client-gone-error.ts';
import type { Metrics } from './metrics.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestRecords } from './request-record.ts';
import { sendBug, sendFault } from './send.ts';

/** What the server refuses before we see it, as faults of ours. */
function faultOf(error: unknown, operation: Operation): Fault | undefined {
  if (error instanceof Fault) return error;
  if (errorCodeOf(error) !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return undefined;
  const accepted = acceptedTypes(operation.schemas.body);
  return new Fault('media_type_unsupported', { details: { contentType: 'unreadable', accepted } });
}

/** Answers whatever an operation has thrown, in the form of its dialect. */
export class Failures {
  readonly #records: RequestRecords;
  readonly #log: RequestLog;
  readonly #metrics: Metrics;

  constructor(records: RequestRecords, log: RequestLog, metrics: Metrics) {
    this.#records = records;
    this.#log = log;
    this.#metrics = metrics;
  }

  answererFor(dialect: Dialect, operation: Operation) {
    return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
      void this.#answer(error, request, reply, { dialect, operation });
    };
  }

  #answer(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
    { dialect, operation }: { readonly dialect: Dialect; readonly operation: Operation },
  ): FastifyReply {
    if (error instanceof ClientGoneError) return reply.code(400).send();
    const fault = faultOf(error, operation);
    if (fault !== undefined) return this.#answerFault(dialect, fault, request, reply);
    this.#log.bug(request, error);
    return sendBug(reply, dialect);
  }

  #answerFault(dialect: Dialect, fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    this.#records.of(request.raw).faultCode = fault.code;
    this.#metrics.countFault(dialect.id, fault.code);
    if (fault.kind === 'busy' && fault.cause !== undefined)
      this.#log.trouble(request, fault.code, fault.cause);
    if (fault instanceof StalledBodyFault) void reply.header('connection', 'close');
    return sendFault(reply, dialect, fault);
  }
}
