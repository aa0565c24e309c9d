import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import type { Dialect } from '../dialects/contract/dialect.ts';
import type { Operation } from '../dialects/contract/operation.ts';
import type { Services } from '../services/services.ts';
import { authorize } from './authentication.ts';
import type { BodyReader } from './body/body-reader.ts';
import type { Failures } from './failures.ts';
import type { RequestLimits } from './request-limits.ts';
import type { RequestRecord, RequestRecords } from './request-record.ts';
import { isStreamed, sendAnswer } from './send.ts';

/** What the routes of all operations share. */
export interface OperationContext {
  readonly services: Services;
  /** The services as the holder of a key may use them. */
  servicesFor(key: Key): Services;
  readonly limits: RequestLimits;
  readonly bodies: BodyReader;
  readonly records: RequestRecords;
  readonly failures: Failures;
  isStopping(): boolean;
  /** Aborted when the server begins to stop, and when the client goes away. */
  signalOf(reply: ServerResponse): AbortSignal;
  goneOf(reply: ServerResponse): AbortSignal;
}

/** Stands for whoever asks where no key is needed: it may use nothing. */
const ANYONE: Key = {
  id: 'anyone',
  name: 'anyone',
  scopes: [],
  galleries: [],
  credits: 0,
  costPerSearch: 1,
  createdAtMs: 0,
};

function keyOf({ key }: RequestRecord, { scope }: Operation): Key {
  if (scope === 'anyone') return ANYONE;
  if (key === undefined) throw new Error('the request reached its operation without a key');
  return key;
}

/** Before anything of the body is read: who asks, and may they? */
function gateOf(context: OperationContext, dialect: Dialect, operation: Operation) {
  return async ({ raw }: FastifyRequest): Promise<void> => {
    const record = context.records.of(raw);
    record.dialect = dialect.id;
    record.operation = operation.name;
    if (context.isStopping()) throw new Fault('shutting_down');
    context.limits.countAddress(raw.socket.remoteAddress);
    if (operation.scope === 'anyone') return;
    record.key = await authorize(context.services, raw.headers, operation.scope);
    context.limits.countKey(record.key);
  };
}

function handlerOf(context: OperationContext, operation: Operation) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const record = context.records.of(request.raw);
    const key = keyOf(record, operation);
    const notes: string[] = [];
    const signal = context.signalOf(reply.raw);
    const gone = context.goneOf(reply.raw);
    const answer = await context.bodies.withBody(
      { message: request.raw, schemas: operation.schemas.body, record },
      (body) =>
        operation.invoke(
          {
            params: request.params,
            query: request.query,
            body,
            key,
            note: (note) => notes.push(note),
            signal,
            gone,
          },
          context.servicesFor(key),
        ),
    );
    return sendAnswer(reply, operation, answer, notes);
  };
}

/** One route for every operation of a dialect. */
export function addOperationRoutes(
  server: FastifyInstance,
  dialect: Dialect,
  context: OperationContext,
): void {
  for (const operation of dialect.operations) {
    server.route({
      method: operation.method,
      url: operation.path,
      // Nobody would end the stream that such a request has begun.
      exposeHeadRoute: !isStreamed(operation),
      onRequest: gateOf(context, dialect, operation),
      handler: handlerOf(context, operation),
      errorHandler: context.failures.answererFor(dialect, operation),
    });
  }
}
