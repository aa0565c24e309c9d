import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with a photo or its analysis. */
export const PHOTO_FAULTS = {
  photo_not_an_image: {
    kind: 'invalid',
    sentence: 'The file is not a picture that can be read.',
    remedy: 'Send a JPEG, PNG, WebP, AVIF, GIF or TIFF file.',
    retryable: false,
  },
  photo_damaged: {
    kind: 'invalid',
    sentence: 'The picture is damaged or incomplete and cannot be decoded.',
    remedy: 'Send the file again, or save it anew from the program that made it.',
    retryable: false,
  },
  photo_too_large: {
    kind: 'invalid',
    sentence: 'The picture has {bytes} bytes; at most {limitBytes} are accepted.',
    remedy: 'Send a smaller file, or raise the limit in the settings.',
    retryable: false,
  },
  photo_too_many_pixels: {
    kind: 'invalid',
    sentence: 'The picture has {pixels} pixels; at most {limitPixels} are accepted.',
    remedy: 'Shrink the picture, or raise maxPhotoPixels in the settings.',
    retryable: false,
  },
  no_face: {
    kind: 'invalid',
    sentence: 'No face was found in {picture}.',
    remedy: 'Use a picture in which a face is at least 20 pixels wide, upright and not covered.',
    retryable: false,
  },
  face_quality_too_low: {
    kind: 'invalid',
    sentence: 'No face of the picture is good enough for this gallery: {shortfalls}.',
    remedy: "Use a better picture, or lower the gallery's thresholds.",
    retryable: false,
  },
  liveness_failed: {
    kind: 'invalid',
    sentence: 'The face in {picture} looks like a picture of a face, not like a living one.',
    remedy: 'Take a new photo of the person, from the front and in even light.',
    retryable: false,
  },
  liveness_unavailable: {
    kind: 'conflict',
    sentence: 'The model pack "{pack}" cannot tell living faces from pictures of faces.',
    remedy: 'Use a pack that can, such as accurate, or do not require liveness.',
    retryable: false,
  },
  analysis_timed_out: {
    kind: 'busy',
    sentence: 'Analysing the picture took longer than {limitMs} ms and was given up.',
    remedy: 'Send a smaller picture, or try again when the machine is less busy.',
    retryable: true,
  },
  analysis_failed: {
    kind: 'busy',
    sentence: 'The process that analyses pictures stopped while it worked on this one.',
    remedy: 'Try again; if the same picture fails twice, report it.',
    retryable: true,
  },
} as const satisfies Record<string, FaultEntry>;
