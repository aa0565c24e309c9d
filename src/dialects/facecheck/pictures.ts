import { z } from 'zod';
import { PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { UPLOADED } from '../contract/search-words.ts';
import { looseTextField, uploadsField } from '../contract/upload.ts';
import { replySchema } from './schemas.ts';
import { searchToWire } from './translate.ts';

export const SOURCE = 'https://facecheck.id/Face-Search/API';

/** More than any client sends; how many a search takes is said in the vendor's words. */
const MOST_UPLOADS = 100;

const uploadPictures = defineOperation({
  name: 'upload_pic',
  method: 'POST',
  path: '/api/upload_pic',
  summary:
    'Upload 1 to 3 images as multipart/form-data, and get back a search request with id_search and thumbnails',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    multipart: z.object({
      images: uploadsField(
        '1 to 3 images of the person; the most prominent face of each counts.',
        MOST_UPLOADS,
      ),
      id_search: looseTextField(
        'Adds the images to this search; absent, empty, `NEW` or unknown begins a new one.',
      ),
    }),
  },
  reply: { status: 200, schema: replySchema },
  faults: [
    ...PHOTO_FAULTS,
    'gallery_not_found',
    'pack_not_installed',
    'search_probes_full',
    'search_started',
  ],
  handle: async ({ body, key }, services) => {
    const photos = body.images.map(({ bytes }) => ({ bytes }));
    const uploaded = await services.uploadProbes({ key, searchId: body.id_search, photos, start: false });
    return searchToWire(await services.illustrateSearch(uploaded), UPLOADED);
  },
});

const named = z.object({
  id_search: z.string().nullish(),
  id_pic: z.string().nullish(),
});

/** The first that is not empty; empty when one was given but is empty, which must not be taken for absent. */
function firstGiven(...values: readonly (string | null | undefined)[]): string | undefined {
  return values.find((value) => value) ?? values.find((value) => value === '') ?? undefined;
}

const deletePicture = defineOperation({
  name: 'delete_pic',
  method: 'POST',
  path: '/api/delete_pic',
  summary: 'Remove an image from a search request; without id_pic the search with all that belongs to it',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: named,
  body: {
    json: named.nullable().transform((value) => value ?? {}),
    none: z.unknown().transform((): z.output<typeof named> => ({})),
    ignoresOthers: true,
  },
  reply: { status: 200, schema: replySchema },
  faults: ['search_not_found', 'search_started', 'probe_not_found'],
  handle: async ({ query, body, key }, services) => {
    const search = { searchId: firstGiven(query.id_search, body.id_search) ?? '', keyId: key.id };
    const probeId = firstGiven(query.id_pic, body.id_pic);
    if (probeId === undefined) {
      await services.deleteSearch(search);
      return { id_search: search.searchId, message: 'Search deleted.', ...NOTHING_LEFT };
    }
    const left = await services.removeProbe({ ...search, probeId });
    return searchToWire(await services.illustrateSearch(left), 'Image deleted.');
  },
});

const NOTHING_LEFT = { progress: null, error: null, code: null, input: [], output: null };

export const pictureOperations = [uploadPictures, deletePicture];
