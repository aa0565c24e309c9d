import { z } from 'zod';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';
import { SOURCE } from './indexes.ts';

const fileSchema = z
  .object({
    file_base64: z.string().describe('The picture, base64 without a data URL.'),
    file_name: z.string(),
    file_type: z.literal('image/webp').describe('Pictures of faces are kept as WebP.'),
    file_id: z.string(),
  })
  .meta({ id: 'File' });

const downloadFile = defineOperation({
  name: 'downloadFile',
  method: 'GET',
  path: '/media/file/download/:file_id',
  summary: 'The picture of a matched face',
  source: SOURCE,
  scope: 'read',
  params: z.object({ file_id: z.string().describe('The match_image_id of a match.') }),
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: z.object({ response: fileSchema }) },
  faults: [
    'face_not_found',
    'face_without_picture',
    'gallery_not_found',
    'external_silent',
    'external_refused',
  ],
  handle: async ({ params }, services) => {
    const picture = await services.readPicture(params.file_id);
    return {
      response: {
        file_base64: Buffer.from(picture).toString('base64'),
        file_name: 'face_image.webp',
        file_type: 'image/webp' as const,
        file_id: params.file_id,
      },
    };
  },
});

export const mediaOperations = [downloadFile];
