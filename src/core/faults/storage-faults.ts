import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with galleries and with what is stored in them. */
export const STORAGE_FAULTS = {
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
  face_without_picture: {
    kind: 'missing',
    sentence: 'The face {face} was stored as a vector; there is no picture of it.',
    remedy: 'Store a photo of the person if a picture is needed.',
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
    sentence:
      'The metadata of {owner} has {characters} characters as JSON; at most {limitCharacters} are stored.',
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
} as const satisfies Record<string, FaultEntry>;
