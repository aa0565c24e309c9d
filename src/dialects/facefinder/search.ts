import { z } from 'zod';
import type { SearchState } from '../../core/search.ts';
import type { IllustratedResult, IllustratedSearch } from '../../services/searches/illustrated-search.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { describeSearch, progressOf, webpDataUrl } from '../contract/search-words.ts';
import { SOURCE } from './upload.ts';

const time = z.iso.datetime();

const itemSchema = z
  .object({
    guid: z.string().describe('Of the matched face, 32 hexadecimal digits.'),
    score: z.number().int().min(40).max(100),
    group: z.number().int().describe('Items of one group show the same person.'),
    base64: z.string().nullable().describe('The matched face, a data URL of a WebP picture.'),
    url: z
      .string()
      .nullable()
      .describe("The face's metadata `url`, else the address of its photo, else the photo's file name."),
    indexDB: z.number().int().describe('Number of the matched face.'),
    seen: z
      .object({ first: time, last: time })
      .nullable()
      .describe('When the photo was first and last imported.'),
  })
  .meta({ id: 'Item' });

const searchSchema = z
  .object({
    id_search: z.string(),
    search_db_id: z.number().int(),
    status: z.enum(['queued', 'running', 'done']),
    result_count: z.number().int().nonnegative(),
    message: z.string(),
    progress: z.number().int().min(0).max(100).nullable(),
    error: z.null(),
    code: z.null(),
    output: z.object({
      items: z.array(itemSchema).describe('By falling score; those of equal score in an order of chance.'),
    }),
  })
  .meta({ id: 'Search' });

/** Searches that failed or have expired are answered as errors. */
function statusOf(state: SearchState): 'queued' | 'running' | 'done' {
  return state === 'running' || state === 'done' ? state : 'queued';
}

function itemOf(result: IllustratedResult): z.input<typeof itemSchema> {
  return {
    guid: result.faceId.replaceAll('-', ''),
    score: result.score,
    group: result.group,
    base64: webpDataUrl(result.picture),
    url: result.pageAddress ?? null,
    indexDB: result.faceNumber,
    seen: {
      first: new Date(result.firstSeenAtMs).toISOString(),
      last: new Date(result.lastSeenAtMs).toISOString(),
    },
  };
}

function searchToWire(known: IllustratedSearch, withProgress: boolean): z.input<typeof searchSchema> {
  const { search, results = [] } = known;
  return {
    id_search: search.id,
    search_db_id: search.number,
    status: statusOf(search.state),
    result_count: results.length,
    message: describeSearch(known),
    progress: withProgress ? progressOf(known) : null,
    error: null,
    code: null,
    output: { items: results.map(itemOf) },
  };
}

const search = defineOperation({
  name: 'search',
  method: 'POST',
  path: '/api/public/search.php',
  summary: 'Poll the status of a search and retrieve face matches',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    json: z.object({
      id_search: z.string().min(1).describe('The id_search returned by the upload endpoint.'),
      with_progress: z.boolean().nullish().describe('false leaves the progress null. Default true.'),
      status_only: z
        .boolean()
        .nullish()
        .describe('Understood and without effect: results come when it is done.'),
      demo: z.boolean().nullish().describe('Understood and without effect, as with the vendor.'),
    }),
  },
  reply: { status: 200, schema: searchSchema },
  faults: ['search_not_found', 'search_failed', 'search_expired', 'pack_not_installed'],
  handle: async ({ body, key }, services) => {
    const wanted = { searchId: body.id_search, keyId: key.id, ties: 'shuffled' } as const;
    return searchToWire(await services.getIllustratedSearch(wanted), body.with_progress !== false);
  },
});

export const searchOperations = [search];
