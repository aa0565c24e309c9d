import type { ServerResponse } from 'node:http';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Key } from '../core/key.ts';
import { BodyReader } from './body/body-reader.ts';
import { clientErrorHandler } from './client-errors.ts';
import { addDocsRoutes } from './docs/docs-routes.ts';
import { Failures } from './failures.ts';
import { addHealthRoutes } from './health.ts';
import { listeningAddressOf } from './listening-address.ts';
import { addOperationRoutes } from './operation-routes.ts';
import { PathTable } from './path-table.ts';
import { INTERNAL_PROBLEM, sendProblem } from './problem.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import { RequestLimits } from './request-limits.ts';
import { RequestLog } from './request-log.ts';
import { RequestRecords } from './request-record.ts';
import { RunningRequests } from './running-requests.ts';
import { addSecurityHeaders } from './security-headers.ts';
import type { ServerOptions, ServerSettings } from './server-options.ts';
import { unknownRouteHandler } from './unknown-routes.ts';

/** A server that has its routes and can be started. */
export interface LikenessServer {
  /** Starts listening. @returns where, such as `http://127.0.0.1:8686` */
  listen(): Promise<string>;
  /**
   * Refuses new requests as `shutting_down`, lets running ones finish within `shutdownTimeoutMs`, then stops
   * listening and closes every connection. Idempotent.
   */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const TIMEOUT_CHECK_INTERVAL_MS = 2_000;
/** The longest metadata that may be stored fit into a query, percent-encoded. */
const LONGEST_HEAD_BYTES = 128 * 1024;
const LONGEST_PARAMETER = 4096;

type Prepare = (request: FastifyRequest, reply: FastifyReply) => void;

function createFastify(settings: ServerSettings, options: ServerOptions, prepare: Prepare): FastifyInstance {
  const { requestTimeoutMs, maxConnections } = settings;
  const server = fastify({
    genReqId: ({ headers }) => requestIdOf(headers),
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    return503OnClosing: false,
    // By then every request is finished or late.
    forceCloseConnections: true,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: LONGEST_PARAMETER,
    },
    http: {
      maxHeaderSize: LONGEST_HEAD_BYTES,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_INTERVAL_MS, requestTimeoutMs),
    },
    clientErrorHandler: clientErrorHandler(options.logger),
    frameworkErrors: (_error, request, reply) => {
      prepare(request, reply);
      void sendProblem(reply, { status: 400, title: 'Bad Request', detail: 'The address cannot be read.' });
    },
  });
  server.server.maxConnections = maxConnections;
  // Bodies are read by the operations themselves, after authentication.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  return server;
}

/**
 * A server that speaks the dialects given, with docs, health and metrics beside them.
 *
 * @throws Error when two dialects claim the same method and path
 */
export function createServer(options: ServerOptions): LikenessServer {
  const { dialects, logger, metrics, services, settings } = options;
  const paths = new PathTable(dialects);
  const records = new RequestRecords();
  const log = new RequestLog(logger, metrics, records);
  const failures = new Failures(records, log, metrics);
  const running = new RunningRequests();
  const isStopping = (): boolean => running.isStopping;
  const prepare: Prepare = (request, reply) => {
    log.follow(request, reply);
    running.follow(request.raw, reply.raw);
    addSecurityHeaders(reply);
    void reply.header(REQUEST_ID_HEADER, request.id);
  };
  const server = createFastify(settings, options, prepare);
  server.addHook('onRequest', async (request, reply) => prepare(request, reply));
  server.addHook('onSend', async (_request, reply) => {
    if (running.isStopping) void reply.header('connection', 'close');
  });
  server.setErrorHandler((error, request, reply) => {
    log.bug(request, error);
    return sendProblem(reply, INTERNAL_PROBLEM);
  });
  server.setNotFoundHandler(unknownRouteHandler(paths));
  addHealthRoutes(server, { metrics, isStopping, missing: () => options.missing() });
  addDocsRoutes(server, dialects);
  const context = {
    services,
    servicesFor: (key: Key) => options.servicesFor(key),
    limits: new RequestLimits(settings),
    bodies: new BodyReader(settings),
    records,
    failures,
    isStopping,
    signalOf: (reply: ServerResponse) => running.signalOf(reply),
    goneOf: (reply: ServerResponse) => running.goneOf(reply),
  };
  for (const dialect of dialects) addOperationRoutes(server, dialect, context);
  return {
    listen: async () => {
      await server.listen({ host: settings.host, port: settings.port });
      return listeningAddressOf(server.server.address());
    },
    close: async () => {
      await running.stop(settings.shutdownTimeoutMs);
      await server.close();
    },
  };
}
