import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';
import { USUAL_FAULT_STATUS } from '../contract/usual-fault-status.ts';

/** The vendor's page shows no error. What is wrapped in `response` otherwise is null then. */
export const errorSchema = z
  .object({
    response: z.null(),
    error: z.object({
      code: z.string(),
      message: z.string().describe('What is wrong, in one sentence.'),
      remedy: z.string().describe('What to do about it.'),
      request_id: z.string(),
    }),
  })
  .meta({ id: 'Error' });

export const FAULT_STATUS = {
  ...USUAL_FAULT_STATUS,
  photo_not_an_image: 400,
  photo_damaged: 400,
} as const satisfies Record<FaultCode, number>;

/** Where our own words would puzzle a client of this vendor, who knows databases and no galleries. */
const VENDOR_WORDS: Partial<
  Record<FaultCode, (details: FaultDetails) => { message: string; remedy: string }>
> = {
  gallery_not_found: ({ gallery }) => ({
    message: `There is no face database "${gallery}".`,
    remedy: 'GET /face/index/details lists the ids that target_index_ids takes.',
  }),
  gallery_not_allowed: ({ gallery }) => ({
    message: `The API key may not use the face database "${gallery}".`,
    remedy: 'GET /face/index/details lists those that it may use.',
  }),
  gallery_of_vectors: ({ gallery }) => ({
    message: `The face database "${gallery}" holds vectors of other models, which no image can be compared with.`,
    remedy: 'GET /face/index/details lists those that can be searched.',
  }),
  face_without_picture: ({ face }) => ({
    message: `The record ${face} has no picture: it was stored as a vector.`,
    remedy: 'Go on without it.',
  }),
  face_not_found: ({ face }) => ({
    message: `There is no file ${face}.`,
    remedy: 'Use the match_image_id of a match; its record may have been deleted.',
  }),
};

function replyWith(error: z.input<typeof errorSchema>['error']): FaultReply {
  const body: z.input<typeof errorSchema> = { response: null, error };
  return { contentType: 'application/json', body };
}

export function renderFault(fault: Fault, _status: number, requestId: string): FaultReply {
  const { code, message, remedy, details } = fault;
  return replyWith({ code, message, remedy, ...VENDOR_WORDS[code]?.(details), request_id: requestId });
}

export function renderBug(requestId: string): FaultReply {
  return replyWith({
    code: 'internal_error',
    message: 'Something went wrong inside the server.',
    remedy: 'Report it with the request id.',
    request_id: requestId,
  });
}
