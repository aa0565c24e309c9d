import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApiOf, renderOpenApi } from '../../src/dialects/contract/openapi.ts';
import { openApiPathOf } from '../../src/dialects/contract/openapi-operation.ts';
import { faultsOf } from '../../src/dialects/contract/openapi-replies.ts';
import { defineOperation, noBody, nothing } from '../../src/dialects/contract/operation.ts';
import { DIALECTS } from '../../src/dialects/dialects.ts';
import { toyDialect } from '../support/http-toy-dialect.ts';

const operationShape = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  requestBody: z
    .looseObject({ required: z.boolean(), content: z.record(z.string(), z.unknown()) })
    .optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

const toy = documentShape.parse(openApiOf(toyDialect()));

test.each([toyDialect(), ...DIALECTS])('the document of $id is valid OpenAPI 3.1', async (dialect) => {
  const outcome = await new Validator().validate(structuredClone(openApiOf(dialect)));
  expect(outcome).toEqual({ valid: true });
});

test.each(DIALECTS)('docs/openapi/$id.json is current (else run: npm run openapi)', (dialect) => {
  const file = new URL(`../../docs/openapi/${dialect.id}.json`, import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(renderOpenApi(dialect));
});

test.each([toyDialect(), ...DIALECTS])('every reference of $id leads somewhere', (dialect) => {
  const document = openApiOf(dialect);
  const { components } = documentShape.parse(document);
  const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(names.filter((name) => name === undefined || !(name in components.schemas))).toEqual([]);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test.each([toyDialect(), ...DIALECTS])(
  'the document of $id names every fault of every operation',
  (dialect) => {
    const { paths } = documentShape.parse(openApiOf(dialect));
    const missing = dialect.operations.flatMap((operation) => {
      const described = paths[openApiPathOf(operation.path)]?.[operation.method.toLowerCase()]?.responses;
      const text = Object.values(described ?? {})
        .map(({ description }) => description)
        .join();
      return faultsOf(operation).filter((code) => !text.includes(`\`${code}\``));
    });
    expect(missing).toEqual([]);
  },
);

test('parameters come from the path and the query', () => {
  expect(toy.paths['/toy/items/{name}']?.['get']?.parameters).toMatchObject([
    {
      name: 'name',
      in: 'path',
      required: true,
      description: 'Name of the item.',
      schema: { type: 'string' },
    },
    {
      name: 'limit',
      in: 'query',
      required: false,
      description: 'How many.',
      schema: { type: 'integer' },
    },
  ]);
});

test('bodies are described as they are sent: files as binary, pictures in JSON as base64', () => {
  expect(toy.paths['/toy/photos']?.['post']?.requestBody).toMatchObject({
    required: true,
    content: { 'multipart/form-data': { schema: { required: ['photo'] } } },
  });
  expect(JSON.stringify(toy.paths['/toy/photos'])).toContain('"format":"binary"');
  expect(JSON.stringify(toy.paths['/toy/slow'])).toContain('"contentEncoding":"base64"');
  expect(toy.paths['/toy/echo']?.['post']?.requestBody?.required).toBe(false);
});

test('every status that may come is described, in the form of the dialect', () => {
  const responses = toy.paths['/toy/slow']?.['post']?.responses ?? {};
  expect(Object.keys(responses)).toEqual([
    '200',
    '400',
    '401',
    '403',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ]);
  expect(responses['422']?.description).toContain('`no_face`');
  expect(responses['422']).toMatchObject({
    content: { 'application/toy+json': { schema: { $ref: '#/components/schemas/ToyError' } } },
  });
  expect(toy.paths['/toy/items/{name}']?.['delete']?.responses['204']).not.toHaveProperty('content');
});

test('a schema that contains itself, and two of the same name, are kept apart', () => {
  const operation = defineOperation({
    name: 'odd',
    method: 'GET',
    path: '/odd',
    summary: 'Odd',
    source: 'docs/odd.md',
    scope: 'read',
    params: nothing,
    query: nothing,
    body: noBody,
    reply: {
      status: 200,
      schema: z.object({
        tree: z.json(),
        first: z.object({ a: z.string() }).meta({ id: 'Twin' }),
      }),
    },
    faults: [],
    handle: async () => ({ tree: null, first: { a: '' } }),
  });
  const faultSchema = z.object({ b: z.string() }).meta({ id: 'Twin' });
  const { components } = documentShape.parse(
    openApiOf({ ...toyDialect(), operations: [operation], faultSchema }),
  );
  expect(Object.keys(components.schemas)).toEqual(['Schema', 'Twin', 'Twin2']);
});
