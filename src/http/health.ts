import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

export interface HealthOptions {
  readonly metrics: Metrics;
  missing(): readonly string[];
  isStopping(): boolean;
}

/** `/healthz`: the process lives. `/readyz`: it can work. `/metrics`: how it does. They need no key. */
export function addHealthRoutes(server: FastifyInstance, options: HealthOptions): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', (_request, reply) => {
    if (options.isStopping()) return reply.code(503).send({ status: 'stopping' });
    const missing = options.missing();
    if (missing.length > 0) return reply.code(503).send({ status: 'not ready', missing });
    return { status: 'ready' };
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.render()),
  );
}
