import { z } from 'zod';
import { PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { uploadField } from '../contract/upload.ts';
import { millisecondsSince, SOURCE } from './scale.ts';

const checkLiveness = defineOperation({
  name: 'checkLiveness',
  method: 'POST',
  path: '/api/v1/liveness/check',
  summary: 'Whether a face lives or is a picture of one',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: { multipart: z.object({ file: uploadField('The photo; the most prominent face counts.') }) },
  reply: {
    status: 200,
    schema: z.object({
      is_live: z.boolean(),
      confidence: z.number().min(0).max(1).describe('How sure the models are of `is_live`.'),
      spoof_type: z
        .literal('picture')
        .nullable()
        .describe('Null when it lives; print and screen are not told apart.'),
      processing_time_ms: z.number().int().nonnegative(),
    }),
  },
  faults: [...PHOTO_FAULTS, 'liveness_unavailable', 'gallery_not_allowed', 'pack_not_installed'],
  handle: async ({ body, key, note }, services) => {
    const startedAtMs = performance.now();
    const check = await services.checkLiveness({ key, photo: body.file.bytes });
    noteSeveralFaces(note, 'file', check.facesInPhoto);
    return {
      is_live: check.isLive,
      confidence: check.confidence,
      spoof_type: check.isLive ? null : ('picture' as const),
      processing_time_ms: millisecondsSince(startedAtMs),
    };
  },
});

export const livenessOperations = [checkLiveness];
