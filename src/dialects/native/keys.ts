import { z } from 'zod';
import { SCOPES } from '../../core/key.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { costPerSearchField, keyLimitFields, keySchema } from './schemas.ts';
import { keyToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#keys';

export const keyParams = z.object({ key: z.string().describe('Id of the key.') });

const listKeys = defineOperation({
  name: 'listKeys',
  method: 'GET',
  path: '/v1/keys',
  summary: 'List keys, revoked ones included',
  source: SOURCE,
  scope: 'admin',
  params: nothing,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: z.object({ items: z.array(keySchema) }) },
  faults: [],
  handle: async (_, services) => ({ items: (await services.listKeys()).map(keyToWire) }),
});

const createKey = defineOperation({
  name: 'createKey',
  method: 'POST',
  path: '/v1/keys',
  summary: 'Make a key; its secret is shown this once',
  source: SOURCE,
  scope: 'admin',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      name: z.string().min(1).max(200),
      scopes: z
        .array(z.enum(SCOPES))
        .min(1)
        .default([...SCOPES]),
      ...keyLimitFields,
      costPerSearch: costPerSearchField.default(1),
    }),
  },
  reply: { status: 201, schema: keySchema.extend({ secret: z.string() }).meta({ id: 'CreatedKey' }) },
  faults: ['request_invalid'],
  handle: async ({ body: { expiresAt, ...command } }, services) => {
    const expiry = expiresAt === undefined ? {} : { expiresAtMs: Date.parse(expiresAt) };
    const { key, secret } = await services.createKey({ ...command, ...expiry });
    return { ...keyToWire(key), secret };
  },
});

const getKey = defineOperation({
  name: 'getKey',
  method: 'GET',
  path: '/v1/keys/:key',
  summary: 'Show a key and what it has left',
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: keySchema },
  faults: ['key_not_found'],
  handle: async ({ params }, services) => keyToWire(await services.getKey(params.key)),
});

const revokeKey = defineOperation({
  name: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/:key',
  summary: 'Revoke a key',
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['key_not_found'],
  handle: async ({ params }, services) => {
    await services.revokeKey(params.key);
    return undefined;
  },
});

export const keyOperations = [listKeys, createKey, getKey, revokeKey];
