import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

/** The vendor's page shows no error reply; `error` is its word for one in the import reports. */
export const errorSchema = z
  .object({
    error: z.string().describe('What is wrong, in one sentence.'),
    code: z.string(),
    remedy: z.string().describe('What to do about it.'),
    statusCode: z.number().int(),
    requestId: z.string(),
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

const CONTENT_TYPE = 'application/json';

/** Where our own words would puzzle a client of this vendor, who knows groups and no galleries. */
const VENDOR_WORDS: Partial<Record<FaultCode, (details: FaultDetails) => { error: string; remedy: string }>> =
  {
    gallery_not_found: ({ gallery }) => ({
      error: `There is no group named "${gallery}".`,
      remedy: 'List the groups to see their names, or create this one with POST /groups/:groupName.',
    }),
    gallery_not_allowed: ({ gallery }) => ({
      error: `The API key may not use the group "${gallery}".`,
      remedy: 'Use a group that the key may use, or another key.',
    }),
    gallery_exists: ({ gallery }) => ({
      error: `A group named "${gallery}" exists already.`,
      remedy: 'Use it as it is, choose another name, or delete it first.',
    }),
    gallery_pack_changed: ({ gallery }) => ({
      error: `The group "${gallery}" was just bound to other models.`,
      remedy: 'Send the request again.',
    }),
    face_quality_too_low: ({ shortfalls }) => ({
      error: `No face of the picture is good enough for this group: ${shortfalls}.`,
      remedy: 'Use a better picture.',
    }),
    gallery_name_invalid: ({ gallery }) => ({
      error: `"${gallery}" cannot be the name of a group.`,
      remedy: 'Use 1 to 128 letters, digits, spaces or . _ @ -, beginning with a letter or digit.',
    }),
    pack_not_installed: ({ pack }) => ({
      error: `The vectors of the group were made with the models "${pack}", which are not installed.`,
      remedy: 'Install these models, or use another group.',
    }),
    photo_too_large: ({ bytes, limitBytes }) => ({
      error: `The picture has ${bytes} bytes; at most ${limitBytes} are accepted here.`,
      remedy: 'Send a smaller picture; as base64 at most 1 MB is accepted.',
    }),
  };

export function renderFault(fault: Fault, statusCode: number, requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      error: fault.message,
      remedy: fault.remedy,
      ...VENDOR_WORDS[fault.code]?.(fault.details),
      code: fault.code,
      statusCode,
      requestId,
    } satisfies z.input<typeof errorSchema>,
  };
}

export function renderBug(requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      error: 'Something went wrong inside the server.',
      code: 'internal_error',
      remedy: 'Report it with the request id.',
      statusCode: 500,
      requestId,
    } satisfies z.input<typeof errorSchema>,
  };
}
