import { z } from 'zod';
import { BILLING_FAULTS, PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { UPLOADED } from '../contract/search-words.ts';
import { uploadsField } from '../contract/upload.ts';

/** The vendor's page shows no address of its own. */
export const SOURCE = 'FaceFinderAi Public API';

/** More than any client sends; all but the first are ignored. */
const MOST_UPLOADS = 100;

const replySchema = z.object({
  id_search: z.string(),
  search_db_id: z.number().int(),
  provider: z
    .object({
      id_search: z.string(),
      message: z.string(),
      error: z.null(),
      code: z.null(),
      output: z.null(),
      input: z.null(),
    })
    .describe('Always as shown; the vendor passes the reply of its own provider on.'),
});

const upload = defineOperation({
  name: 'upload_pic',
  method: 'POST',
  path: '/api/public/upload_pic.php',
  summary: 'Upload a face image and start a face search',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    multipart: z.object({
      images: uploadsField(
        'Face image to search by. If multiple files are sent, the first is used.',
        MOST_UPLOADS,
      ),
    }),
  },
  reply: { status: 200, schema: replySchema },
  faults: [
    ...PHOTO_FAULTS,
    ...BILLING_FAULTS,
    'gallery_not_found',
    'pack_not_installed',
    'search_queue_full',
  ],
  handle: async ({ body, key }, services) => {
    const photos = body.images.slice(0, 1).map(({ bytes }) => ({ bytes }));
    const { search } = await services.uploadProbes({ key, photos, start: true });
    const nothingYet = { error: null, code: null, output: null, input: null };
    return {
      id_search: search.id,
      search_db_id: search.number,
      provider: { id_search: search.id, message: UPLOADED, ...nothingYet },
    };
  },
});

export const uploadOperations = [upload];
