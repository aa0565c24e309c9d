import { SCOPES } from '../../core/key.ts';
import type { Dialect } from './dialect.ts';
import { openApiOperationOf, openApiPathOf } from './openapi-operation.ts';
import { REPLY_HEADERS } from './openapi-replies.ts';
import { OpenApiSchemas } from './openapi-schemas.ts';
import type { OperationScope } from './operation.ts';

const TAGS: Readonly<Record<OperationScope, string>> = {
  anyone: 'Needs no key.',
  read: 'List and look at what is stored.',
  search: 'Search and compare.',
  write: 'Create galleries, store and delete.',
  admin: 'Manage keys.',
};

const ALL_SCOPES: readonly OperationScope[] = ['anyone', ...SCOPES];

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'The secret of a key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The secret of a key.' },
  basic: { type: 'http', scheme: 'basic', description: 'Any user; the secret of a key as the password.' },
  authorization: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'The secret of a key, without a scheme in front.',
  },
};

function pathsOf(dialect: Dialect, schemas: OpenApiSchemas): Record<string, unknown> {
  const paths = new Map<string, Record<string, unknown>>();
  for (const operation of dialect.operations) {
    const path = openApiPathOf(operation.path);
    const methods = paths.get(path) ?? {};
    methods[operation.method.toLowerCase()] = openApiOperationOf(dialect, operation, schemas);
    paths.set(path, methods);
  }
  return Object.fromEntries(paths);
}

/** The OpenAPI 3.1 document of a dialect, made from its table of operations. */
export function openApiOf(dialect: Dialect): Record<string, unknown> {
  const schemas = new OpenApiSchemas();
  const paths = pathsOf(dialect, schemas);
  const usedScopes = new Set(dialect.operations.map(({ scope }) => scope));
  return {
    openapi: '3.1.0',
    info: {
      title: dialect.title,
      version: dialect.version,
      description: dialect.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ALL_SCOPES.filter((scope) => usedScopes.has(scope)).map((name) => ({
      name,
      description: TAGS[name],
    })),
    security: Object.keys(SECURITY_SCHEMES).map((scheme) => ({ [scheme]: [] })),
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, headers: REPLY_HEADERS, schemas: schemas.components },
  };
}

/** The document as it is written to `docs/openapi`. */
export function renderOpenApi(dialect: Dialect): string {
  return `${JSON.stringify(openApiOf(dialect), null, 2)}\n`;
}
