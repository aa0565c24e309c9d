import type { FaultCode } from '../../core/fault.ts';

/** What can be wrong with any picture that is sent. */
export const PHOTO_FAULTS = [
  'photo_not_an_image',
  'photo_damaged',
  'photo_too_large',
  'photo_too_many_pixels',
  'no_face',
  'analysis_timed_out',
  'analysis_failed',
] as const satisfies readonly FaultCode[];

/** What can be wrong where a face may have to be a living one. */
export const LIVENESS_FAULTS = [
  'liveness_failed',
  'liveness_unavailable',
] as const satisfies readonly FaultCode[];

/** What can be wrong with what is stored beside a picture. */
export const STORING_FAULTS = [
  'metadata_too_large',
  'source_too_long',
  'face_quality_too_low',
  'gallery_pack_changed',
] as const satisfies readonly FaultCode[];

/** What can be wrong with a gallery that is named. */
export const GALLERY_FAULTS = [
  'gallery_not_found',
  'gallery_not_allowed',
  'gallery_external',
  'gallery_name_invalid',
] as const satisfies readonly FaultCode[];

/** The same where its templates are compared with ours. */
export const SEARCHED_GALLERY_FAULTS = [
  ...GALLERY_FAULTS,
  'pack_not_installed',
  'gallery_of_vectors',
] as const satisfies readonly FaultCode[];

/** What can be wrong with a raw vector that is sent. */
export const VECTOR_FAULTS = [
  'vector_invalid',
  'vector_dimensions_differ',
] as const satisfies readonly FaultCode[];

/** What can be wrong with paying for a search. */
export const BILLING_FAULTS = [
  'credits_exhausted',
  'quota_exhausted',
] as const satisfies readonly FaultCode[];
