import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Dialect } from '../../dialects/contract/dialect.ts';
import { openApiOf } from '../../dialects/contract/openapi.ts';
import { DOCS_STYLE, documentPathOf, renderDocsPage, renderDocsScript } from './docs-page.ts';
import { isSwaggerAssetName, readSwaggerAsset } from './swagger-assets.ts';

/** Swagger UI sets styles from its script; everything else comes from this server alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CACHE_ASSETS = 'public, max-age=3600';

const assetParams = z.object({ name: z.string() });

function sendPage(reply: FastifyReply, contentType: string, text: string): FastifyReply {
  return reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-cache')
    .type(`${contentType}; charset=utf-8`)
    .send(text);
}

function addAssetRoute(server: FastifyInstance): void {
  server.get('/docs/assets/:name', async (request, reply) => {
    const { name } = assetParams.parse(request.params);
    if (!isSwaggerAssetName(name)) return reply.callNotFound();
    const { contentType, bytes } = await readSwaggerAsset(name);
    return reply.header('cache-control', CACHE_ASSETS).type(contentType).send(bytes);
  });
}

function addDocumentRoute(server: FastifyInstance, dialect: Dialect): void {
  const document = JSON.stringify(openApiOf(dialect));
  server.get(documentPathOf(dialect), (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(document),
  );
}

/** `/docs`: what can be asked, in every dialect. Works without a network, and needs no key. */
export function addDocsRoutes(server: FastifyInstance, dialects: readonly Dialect[]): void {
  const page = renderDocsPage(dialects);
  const script = renderDocsScript(dialects);
  server.get('/', (_request, reply) => reply.redirect('/docs', 302));
  server.get('/docs', (_request, reply) => sendPage(reply, 'text/html', page));
  server.get('/docs/page.js', (_request, reply) => sendPage(reply, 'text/javascript', script));
  server.get('/docs/page.css', (_request, reply) => sendPage(reply, 'text/css', DOCS_STYLE));
  addAssetRoute(server);
  for (const dialect of dialects) addDocumentRoute(server, dialect);
}
