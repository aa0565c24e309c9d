import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

/** The vendor's page says: an error code and a human-readable message. */
export const errorSchema = z
  .object({
    error: z.string().describe('Code of what is wrong.'),
    message: z.string().describe('What is wrong and what to do about it.'),
  })
  .meta({ id: 'Error' });

export const FAULT_STATUS = {
  photo_not_an_image: 415,
  photo_damaged: 422,
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

/** The only code that the vendor's page names. */
const UNAUTHORIZED = 'unauthorized';

const VENDOR_CODES: Partial<Record<FaultCode, string>> = {
  key_missing: UNAUTHORIZED,
  key_invalid: UNAUTHORIZED,
  key_expired: UNAUTHORIZED,
};

/** Where our own words would puzzle a client of this vendor, who knows no galleries. */
const VENDOR_MESSAGES: Partial<Record<FaultCode, (details: FaultDetails) => string>> = {
  gallery_not_found: ({ gallery }) =>
    `There is nothing to search yet: the gallery "${gallery}" does not exist. Store photos in it first.`,
};

function replyWith(body: z.input<typeof errorSchema>): FaultReply {
  return { contentType: 'application/json', body };
}

export function renderFault(fault: Fault): FaultReply {
  return replyWith({
    error: VENDOR_CODES[fault.code] ?? fault.code,
    message: VENDOR_MESSAGES[fault.code]?.(fault.details) ?? `${fault.message} ${fault.remedy}`,
  });
}

export function renderBug(requestId: string): FaultReply {
  const message = `Something went wrong inside the server. Report it with the request id ${requestId}.`;
  return replyWith({ error: 'internal_error', message });
}
