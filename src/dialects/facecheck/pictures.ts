import { z } from 'zod';
import { PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { UPLOADED } from '../contract/search-words.ts';
import { uploadsField } from '../contract/upload.ts';
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
      id_search: z
        .string()
        .optional()
        .describe('Adds the images to this search; absent, empty, `NEW` or unknown begins a new one.'),
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
    const { search } = await services.uploadProbes({ key, searchId: body.id_search, photos, start: false });
    const uploaded = await services.getIllustratedSearch({ searchId: search.id, keyId: key.id });
    return searchToWire(uploaded, UPLOADED);
  },
});

const named = z.object({
  id_search: z.string().nullish(),
  id_pic: z.string().nullish(),
});

const deletePicture = defineOperation({
  name: 'delete_pic',
  method: 'POST',
  path: '/api/delete_pic',
  summary: 'Remove an image from a search request; without id_pic the search with all that belongs to it',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: named,
  body: { json: named, none: z.unknown().transform((): z.output<typeof named> => ({})) },
  reply: { status: 200, schema: replySchema },
  faults: ['search_not_found', 'search_started', 'probe_not_found', 'search_failed', 'search_expired'],
  handle: async ({ query, body, key }, services) => {
    const search = { searchId: query.id_search ?? body.id_search ?? '', keyId: key.id };
    const probeId = query.id_pic ?? body.id_pic ?? '';
    if (probeId === '') {
      await services.deleteSearch(search);
      return { id_search: search.searchId, message: 'Search deleted.', ...NOTHING_LEFT };
    }
    await services.removeProbe({ ...search, probeId });
    return searchToWire(await services.getIllustratedSearch(search), 'Image deleted.');
  },
});

const NOTHING_LEFT = { progress: null, error: null, code: null, input: [], output: null };

export const pictureOperations = [uploadPictures, deletePicture];
