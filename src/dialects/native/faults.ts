import { z } from 'zod';
import { FAULT_CODES, type Fault, type FaultCode } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

/** RFC 9457 problem details with our code, remedy and request id. */
export const problemSchema = z
  .object({
    type: z.string().describe('Identifies the kind of problem; ends with its code.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, in one sentence.'),
    code: z.enum([...FAULT_CODES, 'internal_error']),
    remedy: z.string().describe('What to do about it.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

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

const CONTENT_TYPE = 'application/problem+json';

export function renderFault(fault: Fault, status: number, requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      type: `urn:likeness:fault:${fault.code}`,
      title: fault.code.replaceAll('_', ' '),
      status,
      detail: fault.message,
      code: fault.code,
      remedy: fault.remedy,
      retryable: fault.retryable,
      requestId,
    } satisfies z.input<typeof problemSchema>,
  };
}

export function renderBug(requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      type: 'urn:likeness:fault:internal_error',
      title: 'internal error',
      status: 500,
      detail: 'Something went wrong inside Likeness.',
      code: 'internal_error',
      remedy: 'Report it with the request id; the server log holds the details.',
      retryable: false,
      requestId,
    } satisfies z.input<typeof problemSchema>,
  };
}
