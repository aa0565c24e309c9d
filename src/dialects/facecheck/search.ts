import { z } from 'zod';
import { BILLING_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';
import { SOURCE } from './pictures.ts';
import { infoSchema, replySchema } from './schemas.ts';
import { allowanceToWire, searchToWire } from './translate.ts';

const searchData = z
  .object({
    id_search: z.string().min(1),
    with_progress: z
      .boolean()
      .nullish()
      .describe('true answers at once with the progress; else the answer comes when the search is finished.'),
    status_only: z.boolean().nullish().describe('true never starts the search.'),
    demo: z.boolean().nullish().describe('true searches the first 100,000 faces only and costs nothing.'),
    id_captcha: z.string().nullish().describe('Not used.'),
  })
  .meta({ id: 'SearchData' });

const search = defineOperation({
  name: 'search',
  method: 'POST',
  path: '/api/search',
  summary: 'Submit a search request, and get back its progress or its results',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: { json: searchData },
  reply: { status: 200, schema: replySchema },
  faults: [
    ...BILLING_FAULTS,
    'pack_not_installed',
    'search_not_found',
    'search_without_probes',
    'search_queue_full',
    'search_failed',
    'search_expired',
  ],
  handle: async ({ body, key, signal }, services) => {
    const wanted = { searchId: body.id_search, keyId: key.id };
    if (body.status_only !== true) {
      await services.startSearch({ ...wanted, demo: body.demo ?? false });
      if (body.with_progress !== true) await services.awaitSearch({ ...wanted, signal });
    }
    return searchToWire(await services.getIllustratedSearch(wanted));
  },
});

const info = defineOperation({
  name: 'info',
  method: 'POST',
  path: '/api/info',
  summary: 'Returns remaining search credits, search engine online status, and number of indexed faces',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: infoSchema },
  faults: [],
  handle: async ({ key }, services) => allowanceToWire(await services.getSearchAllowance(key)),
});

export const searchOperations = [search, info];
