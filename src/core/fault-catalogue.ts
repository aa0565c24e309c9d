/** What kind of trouble a fault is; dialects choose their status by code, people read the kind. */
export type FaultKind = 'invalid' | 'missing' | 'conflict' | 'denied' | 'limited' | 'busy';

interface FaultEntry {
  readonly kind: FaultKind;
  /** One sentence for people; `{name}` is filled from the fault's details. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Whether the same request may succeed later without change. */
  readonly retryable: boolean;
}

/** Every way in which a request can fail that is not a bug. Each dialect maps all of them. */
export const FAULT_CATALOGUE = {
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
  gallery_not_found: {
    kind: 'missing',
    sentence: 'There is no gallery named "{gallery}".',
    remedy: 'List the galleries to see their names, or create this one first.',
    retryable: false,
  },
  gallery_exists: {
    kind: 'conflict',
    sentence: 'A gallery named "{gallery}" exists already.',
    remedy: 'Use it as it is, choose another name, or delete it first.',
    retryable: false,
  },
  gallery_name_invalid: {
    kind: 'invalid',
    sentence: '"{gallery}" cannot be the name of a gallery.',
    remedy: 'Use 1 to 128 letters, digits, spaces or . _ @ -, beginning with a letter or digit.',
    retryable: false,
  },
  gallery_pack_changed: {
    kind: 'busy',
    sentence: 'The gallery "{gallery}" was just bound to another model pack.',
    remedy: 'Send the request again.',
    retryable: true,
  },
  gallery_pack_same: {
    kind: 'conflict',
    sentence: 'The gallery "{gallery}" is bound to the model pack "{pack}" already.',
    remedy: 'There is nothing to do.',
    retryable: false,
  },
  reembedding_under_way: {
    kind: 'conflict',
    sentence: 'The gallery "{gallery}" is being re-embedded for the model pack "{pack}".',
    remedy: 'Wait for its end, or stop it first.',
    retryable: false,
  },
  reembedding_not_found: {
    kind: 'missing',
    sentence: 'The gallery "{gallery}" was never re-embedded.',
    remedy: 'Start it with the pack that the gallery shall be bound to.',
    retryable: false,
  },
  pictures_missing: {
    kind: 'conflict',
    sentence:
      'Of {faces} faces in the gallery "{gallery}" neither photo nor picture is kept; nothing was changed.',
    remedy:
      'Skip them, which deletes these faces when the gallery is bound to the new pack, or leave the gallery as it is.',
    retryable: false,
  },
  pack_not_installed: {
    kind: 'conflict',
    sentence: 'The model pack "{pack}" is not installed.',
    remedy: 'Fetch its files with "likeness models pull" (see "likeness models list"), or name another pack.',
    retryable: false,
  },
  photo_not_found: {
    kind: 'missing',
    sentence: 'There is no photo {photo}.',
    remedy: 'Check the id; the photo may have been deleted.',
    retryable: false,
  },
  face_not_found: {
    kind: 'missing',
    sentence: 'There is no face {face}.',
    remedy: 'Check the id; the face may have been deleted.',
    retryable: false,
  },
  picture_not_kept: {
    kind: 'missing',
    sentence: 'The original of this photo was not kept.',
    remedy: 'Set keepOriginals before photos are stored if their files are to be kept.',
    retryable: false,
  },
  metadata_too_large: {
    kind: 'invalid',
    sentence: 'The metadata has {characters} characters as JSON; at most {limitCharacters} are stored.',
    remedy: 'Keep long texts elsewhere and store a reference to them.',
    retryable: false,
  },
  source_too_long: {
    kind: 'invalid',
    sentence:
      'The file name or address of the photo has {characters} characters; at most {limitCharacters} are stored.',
    remedy: 'Give a shorter one.',
    retryable: false,
  },
  search_not_found: {
    kind: 'missing',
    sentence: 'There is no search {search}.',
    remedy: 'Check the id; searches are forgotten some time after they have expired.',
    retryable: false,
  },
  search_started: {
    kind: 'conflict',
    sentence: 'The search {search} has been started; its photos cannot be changed any more.',
    remedy: 'Begin a new search.',
    retryable: false,
  },
  search_without_probes: {
    kind: 'conflict',
    sentence: 'The search {search} has no photo to search for.',
    remedy: 'Begin a new search with a photo.',
    retryable: false,
  },
  search_probes_full: {
    kind: 'conflict',
    sentence: 'A search has at most {limitProbes} photos.',
    remedy: 'Take one away, or begin a new search.',
    retryable: false,
  },
  probe_not_found: {
    kind: 'missing',
    sentence: 'The search {search} has no photo {probe}.',
    remedy: 'Look at the search to see its photos.',
    retryable: false,
  },
  search_queue_full: {
    kind: 'busy',
    sentence: 'There are {limitSearches} searches waiting already.',
    remedy: 'Try again in a few seconds.',
    retryable: true,
  },
  key_missing: {
    kind: 'denied',
    sentence: 'No API key was given.',
    remedy: 'Send it as "Authorization: Bearer <key>", as "X-API-Key: <key>" or as the password of Basic.',
    retryable: false,
  },
  key_invalid: {
    kind: 'denied',
    sentence: 'The API key is unknown or was revoked.',
    remedy: 'Check the key, or make a new one with "likeness keys create".',
    retryable: false,
  },
  key_expired: {
    kind: 'denied',
    sentence: 'The API key has expired.',
    remedy: 'Use another key, or make a new one with "likeness keys create".',
    retryable: false,
  },
  gallery_not_allowed: {
    kind: 'denied',
    sentence: 'The API key may not use the gallery "{gallery}".',
    remedy: 'Use a gallery that the key may use, or another key.',
    retryable: false,
  },
  credits_exhausted: {
    kind: 'denied',
    sentence: 'The API key has too few credits left: a search costs {cost}.',
    remedy: 'Grant it more with "likeness keys grant", or use another key.',
    retryable: false,
  },
  credits_unlimited: {
    kind: 'conflict',
    sentence: 'The credits of the key {key} are not limited.',
    remedy: 'There is nothing to do; make a key with credits if its searches are to be limited.',
    retryable: false,
  },
  quota_exhausted: {
    kind: 'limited',
    sentence: 'The API key has made its {quota} searches of this month.',
    remedy: 'Wait for the next calendar month (UTC), or use another key.',
    retryable: true,
  },
  rate_limited: {
    kind: 'limited',
    sentence: 'Too many requests: at most {requestsPerMinute} a minute are answered.',
    remedy: 'Send the request again after the time that Retry-After says.',
    retryable: true,
  },
  key_scope_missing: {
    kind: 'denied',
    sentence: 'The API key lacks the scope "{scope}".',
    remedy: 'Use a key that has this scope.',
    retryable: false,
  },
  key_not_found: {
    kind: 'missing',
    sentence: 'There is no key {key}.',
    remedy: 'List the keys to see their ids.',
    retryable: false,
  },
  request_invalid: {
    kind: 'invalid',
    sentence: 'The request is not valid: {problem}',
    remedy: 'Compare it with the documentation under /docs.',
    retryable: false,
  },
  body_too_large: {
    kind: 'invalid',
    sentence: 'The request body is larger than {limitBytes} bytes.',
    remedy: 'Send less at once, or raise maxBodyBytes in the settings.',
    retryable: false,
  },
  media_type_unsupported: {
    kind: 'invalid',
    sentence: 'The content type "{contentType}" is not accepted here.',
    remedy: 'Send one of: {accepted}.',
    retryable: false,
  },
  overloaded: {
    kind: 'busy',
    sentence: 'Too many photos are waiting to be analysed.',
    remedy: 'Try again in a few seconds.',
    retryable: true,
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
  shutting_down: {
    kind: 'busy',
    sentence: 'The server is shutting down.',
    remedy: 'Try again in a few seconds.',
    retryable: true,
  },
} as const satisfies Record<string, FaultEntry>;
