import type { Dialect } from './dialect.ts';
import { repliesOf } from './openapi-replies.ts';
import type { JsonSchema, OpenApiSchemas } from './openapi-schemas.ts';
import type { Operation } from './operation.ts';

const PARAMETER = /:(\w+)/g;

/** `/galleries/:name` is `/galleries/{name}` in OpenAPI. */
export function openApiPathOf(path: string): string {
  return path.replaceAll(PARAMETER, '{$1}');
}

function parameter(place: 'path' | 'query', name: string, required: boolean, property: JsonSchema) {
  const { description, ...schema } = property;
  const style =
    place === 'query' && schema['type'] === 'object' ? { style: 'deepObject', explode: true } : {};
  return { name, in: place, required, ...(description !== undefined && { description }), ...style, schema };
}

function parametersOf({ path, schemas: { params, query } }: Operation, schemas: OpenApiSchemas) {
  const inPath = schemas.propertiesOf(schemas.convert(params, 'input'));
  const inQuery = schemas.propertiesOf(schemas.convert(query, 'input'));
  const names = [...path.matchAll(PARAMETER)].map(([, name = '']) => name);
  return [
    ...names.map((name) => parameter('path', name, true, inPath.properties[name] ?? { type: 'string' })),
    ...Object.entries(inQuery.properties).map(([name, property]) =>
      parameter('query', name, inQuery.required.includes(name), property),
    ),
  ];
}

function requestBodyOf({ schemas: { body } }: Operation, schemas: OpenApiSchemas) {
  const content = {
    ...(body.json && { 'application/json': { schema: schemas.convert(body.json, 'input') } }),
    ...(body.multipart && { 'multipart/form-data': { schema: schemas.convert(body.multipart, 'input') } }),
  };
  return Object.keys(content).length === 0 ? undefined : { required: body.none === undefined, content };
}

function originOf(source: string): Record<string, unknown> {
  if (!URL.canParse(source)) return {};
  return { externalDocs: { url: source, description: 'Where this is documented.' } };
}

/** One operation as OpenAPI describes it. */
export function openApiOperationOf(
  dialect: Dialect,
  operation: Operation,
  schemas: OpenApiSchemas,
): Record<string, unknown> {
  const { name, scope, source, summary } = operation;
  const parameters = parametersOf(operation, schemas);
  const requestBody = requestBodyOf(operation, schemas);
  const documented = URL.canParse(source) ? '' : ` Documented in ${source}.`;
  const isOpen = scope === 'anyone';
  return {
    operationId: name,
    tags: [scope],
    summary,
    description: `${isOpen ? 'Needs no key.' : `Needs a key with the scope \`${scope}\`.`}${documented}`,
    ...(isOpen && { security: [] }),
    ...originOf(source),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: repliesOf(dialect, operation, schemas),
  };
}
