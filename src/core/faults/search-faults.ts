import type { FaultEntry } from './fault-entry.ts';

/** What can go wrong with a search of the queue. */
export const SEARCH_FAULTS = {
  search_not_found: {
    kind: 'missing',
    sentence: 'There is no search {search}.',
    remedy: 'Check the id; searches are forgotten some time after they have expired.',
    retryable: false,
  },
  search_started: {
    kind: 'conflict',
    sentence:
      'The search {search} has been started: photos cannot be added any more, and removed only when it is over.',
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
    sentence: 'The queue is full: it holds {limitSearches}.',
    remedy: 'Try again in a few seconds.',
    retryable: true,
  },
  search_failed: {
    kind: 'conflict',
    sentence: 'The search {search} failed ({failure}).',
    remedy: 'What it has cost was given back. Begin a new search.',
    retryable: false,
  },
  search_expired: {
    kind: 'missing',
    sentence: 'The search {search} has expired; its photos and results were removed.',
    remedy: 'Begin a new search.',
    retryable: false,
  },
} as const satisfies Record<string, FaultEntry>;
