import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with raw vectors and with galleries of them. */
export const VECTOR_FAULTS = {
  vector_invalid: {
    kind: 'invalid',
    sentence: '{vector} is not a vector: {problem}.',
    remedy: 'Send decimal numbers with commas between them, at least one of which is not 0.',
    retryable: false,
  },
  vector_dimensions_differ: {
    kind: 'invalid',
    sentence: '{vector} has {dimensions} numbers where {expected} are needed: {problem}.',
    remedy: 'Send vectors that were made as those that they are compared with.',
    retryable: false,
  },
  vector_id_taken: {
    kind: 'conflict',
    sentence: 'The id {id} belongs to another vector.',
    remedy: 'Leave the id out to get a new one.',
    retryable: false,
  },
  gallery_of_vectors: {
    kind: 'conflict',
    sentence:
      'The gallery "{gallery}" holds vectors of {dimensions} numbers that were made elsewhere; a picture cannot be compared with them.',
    remedy: 'Send a vector that was made as those of the gallery, or use another gallery.',
    retryable: false,
  },
} as const satisfies Record<string, FaultEntry>;
