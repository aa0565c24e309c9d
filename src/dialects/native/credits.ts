import { z } from 'zod';
import { defineOperation, noBody, noQuery } from '../contract/operation.ts';
import { keyParams } from './keys.ts';
import {
  creditEntrySchema,
  dayOfUseSchema,
  keySchema,
  pageOf,
  pageQuery,
  recordedSearchSchema,
} from './schemas.ts';
import {
  creditEntryToWire,
  dayOfUseToWire,
  keyToWire,
  pageRequestOf,
  pageToWire,
  recordedSearchToWire,
} from './translate.ts';

const SOURCE = 'docs/native-api.md#keys';

const MS_A_DAY = 86_400_000;

const grantCredits = defineOperation({
  name: 'grantCredits',
  method: 'POST',
  path: '/v1/keys/:key/grants',
  summary: 'Give a key more credits',
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: noQuery,
  body: { json: z.strictObject({ credits: z.number().int().min(1).max(1_000_000_000) }) },
  reply: { status: 201, schema: keySchema },
  faults: ['key_not_found', 'credits_unlimited'],
  handle: async ({ params, body }, services) =>
    keyToWire(await services.grantCredits({ keyId: params.key, credits: body.credits })),
});

const date = z.iso.date().transform((day) => Date.parse(day));

const getKeyUsage = defineOperation({
  name: 'getKeyUsage',
  method: 'GET',
  path: '/v1/keys/:key/usage',
  summary: 'What a key has used, day by day',
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: z.strictObject({
    from: date.optional().describe('First day, UTC; by default 29 days before the last.'),
    to: date
      .transform((firstMs) => firstMs + MS_A_DAY)
      .optional()
      .describe('Last day, UTC; by default today.'),
  }),
  body: noBody,
  reply: {
    status: 200,
    schema: z.object({ items: z.array(dayOfUseSchema).describe('Days of no use are left out.') }),
  },
  faults: ['key_not_found', 'request_invalid'],
  handle: async ({ params, query }, services) => {
    const days = await services.getKeyUsage({ keyId: params.key, fromMs: query.from, toMs: query.to });
    return { items: days.map(dayOfUseToWire) };
  },
});

const listCreditEntries = defineOperation({
  name: 'listCreditEntries',
  method: 'GET',
  path: '/v1/keys/:key/entries',
  summary: "List grants, searches and refunds of a key's credits, oldest first",
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(creditEntrySchema) },
  faults: ['key_not_found', 'request_invalid'],
  handle: async ({ params, query }, services) =>
    pageToWire(
      await services.listCreditEntries({ keyId: params.key, page: pageRequestOf(query) }),
      creditEntryToWire,
    ),
});

const listKeySearches = defineOperation({
  name: 'listKeySearches',
  method: 'GET',
  path: '/v1/keys/:key/searches',
  summary: 'List the searches that a key has made, oldest first',
  source: SOURCE,
  scope: 'admin',
  params: keyParams,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(recordedSearchSchema) },
  faults: ['key_not_found', 'request_invalid'],
  handle: async ({ params, query }, services) =>
    pageToWire(
      await services.listKeySearches({ keyId: params.key, page: pageRequestOf(query) }),
      recordedSearchToWire,
    ),
});

export const creditOperations = [grantCredits, getKeyUsage, listCreditEntries, listKeySearches];
