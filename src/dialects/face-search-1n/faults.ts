import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

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
  photo_not_an_image: 400,
  photo_damaged: 400,
  photo_too_large: 413,
  photo_too_many_pixels: 413,
  no_face: 422,
  face_quality_too_low: 422,
  liveness_failed: 422,
  liveness_unavailable: 409,
  gallery_not_found: 404,
  gallery_exists: 409,
  gallery_name_invalid: 400,
  gallery_pack_changed: 503,
  gallery_pack_same: 409,
  reembedding_under_way: 409,
  reembedding_not_found: 404,
  pictures_missing: 409,
  pack_not_installed: 409,
  gallery_external: 409,
  external_silent: 503,
  external_refused: 502,
  photo_not_found: 404,
  face_not_found: 404,
  picture_not_kept: 404,
  metadata_too_large: 400,
  source_too_long: 400,
  search_not_found: 404,
  search_started: 409,
  search_without_probes: 409,
  search_probes_full: 409,
  probe_not_found: 404,
  search_queue_full: 503,
  search_failed: 500,
  search_expired: 404,
  key_missing: 401,
  key_invalid: 401,
  key_expired: 401,
  key_scope_missing: 403,
  gallery_not_allowed: 403,
  credits_exhausted: 402,
  credits_unlimited: 409,
  quota_exhausted: 429,
  rate_limited: 429,
  key_not_found: 404,
  request_invalid: 400,
  body_too_large: 413,
  media_type_unsupported: 415,
  overloaded: 503,
  analysis_timed_out: 503,
  analysis_failed: 503,
  shutting_down: 503,
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
