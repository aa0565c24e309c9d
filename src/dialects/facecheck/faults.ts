import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';
import type { Reply } from './schemas.ts';

/**
 * The vendor answers its errors with 200. What stands in front of its service does not: clients send again what was
 * answered with 429 or 503, and find the same error in the body.
 */
export const FAULT_STATUS = {
  photo_not_an_image: 200,
  photo_damaged: 200,
  photo_too_large: 200,
  photo_too_many_pixels: 200,
  no_face: 200,
  face_quality_too_low: 200,
  liveness_failed: 200,
  liveness_unavailable: 200,
  gallery_not_found: 200,
  gallery_exists: 200,
  gallery_name_invalid: 200,
  gallery_pack_changed: 200,
  gallery_pack_same: 200,
  reembedding_under_way: 200,
  reembedding_not_found: 200,
  pictures_missing: 200,
  pack_not_installed: 200,
  gallery_external: 200,
  external_silent: 503,
  import_not_found: 200,
  import_queue_full: 503,
  import_state_differs: 200,
  path_forbidden: 200,
  host_forbidden: 200,
  host_unknown: 503,
  host_silent: 503,
  mail_not_set_up: 200,
  mail_refused: 503,
  reply_too_large: 200,
  external_refused: 200,
  photo_not_found: 200,
  face_not_found: 200,
  face_without_picture: 200,
  picture_not_kept: 200,
  metadata_too_large: 200,
  source_too_long: 200,
  vector_invalid: 200,
  vector_dimensions_differ: 200,
  vector_id_taken: 200,
  gallery_of_vectors: 200,
  search_not_found: 200,
  search_started: 200,
  search_without_probes: 200,
  search_probes_full: 200,
  probe_not_found: 200,
  search_queue_full: 503,
  search_failed: 200,
  search_expired: 200,
  key_missing: 200,
  key_invalid: 200,
  key_expired: 200,
  key_scope_missing: 200,
  gallery_not_allowed: 200,
  credits_exhausted: 200,
  credits_unlimited: 200,
  quota_exhausted: 200,
  rate_limited: 429,
  key_not_found: 200,
  request_invalid: 200,
  path_unknown: 404,
  method_not_allowed: 405,
  body_too_large: 200,
  media_type_unsupported: 200,
  overloaded: 503,
  analysis_timed_out: 503,
  analysis_failed: 503,
  shutting_down: 503,
} as const satisfies Record<FaultCode, number>;

interface VendorWords {
  readonly code?: string;
  error(details: FaultDetails): string;
}

/** The only code that is known of the vendor. */
const EXCEPTION = 'EXCEPTION';

/** Where clients look for the vendor's words, or ours would puzzle somebody who knows credits and no galleries. */
const VENDOR_WORDS: Partial<Record<FaultCode, VendorWords>> = {
  key_missing: { code: EXCEPTION, error: () => 'Invalid API token! None was given.' },
  key_invalid: { code: EXCEPTION, error: () => 'Invalid API token!' },
  key_expired: { code: EXCEPTION, error: () => 'Invalid API token! It has expired.' },
  credits_exhausted: {
    code: 'INSUFFICIENT_CREDITS',
    error: ({ cost }) => `Not enough credits: a search costs ${cost}.`,
  },
  quota_exhausted: {
    error: ({ quota }) => `No credits left this month: the key may make ${quota} searches a month.`,
  },
  search_probes_full: { error: ({ limitProbes }) => `A search has at most ${limitProbes} images.` },
  probe_not_found: {
    error: ({ probe, search }) => `There is no image "${probe}" in the search "${search}".`,
  },
  search_not_found: {
    error: ({ search }) => `There is no search "${search}". Upload an image to begin one.`,
  },
  gallery_not_found: {
    error: ({ gallery }) =>
      `There is nothing to search yet: the gallery "${gallery}" does not exist. Store photos in it first.`,
  },
  no_face: { error: () => 'No face was found in the image. Use one in which a face is clearly visible.' },
};

function replyWith(error: string, code: string): FaultReply {
  const body: Reply = {
    id_search: null,
    message: null,
    progress: null,
    error,
    code,
    input: null,
    output: null,
  };
  return { contentType: 'application/json', body };
}

export function renderFault(fault: Fault): FaultReply {
  const words = VENDOR_WORDS[fault.code];
  const error = words?.error(fault.details) ?? `${fault.message} ${fault.remedy}`;
  return replyWith(error, words?.code ?? fault.code.toUpperCase());
}

export function renderBug(requestId: string): FaultReply {
  return replyWith(
    `Something went wrong inside the server. Report it with the request id ${requestId}.`,
    EXCEPTION,
  );
}
