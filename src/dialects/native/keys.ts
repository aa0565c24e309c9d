import { z } from 'zod';
import { SCOPES } from '../../core/key.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { keySchema } from './schemas.ts';
import { keyToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#keys';

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
    }),
  },
  reply: { status: 201, schema: keySchema.extend({ secret: z.string() }).meta({ id: 'CreatedKey' }) },
  faults: ['request_invalid'],
  handle: async ({ body }, services) => {
    const { key, secret } = await services.createKey(body);
    return { ...keyToWire(key), secret };
  },
});

const revokeKey = defineOperation({
  name: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/:key',
  summary: 'Revoke a key',
  source: SOURCE,
  scope: 'admin',
  params: z.object({ key: z.string().describe('Id of the key.') }),
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['key_not_found'],
  handle: async ({ params }, services) => {
    await services.revokeKey(params.key);
    return undefined;
  },
});

export const keyOperations = [listKeys, createKey, revokeKey];
