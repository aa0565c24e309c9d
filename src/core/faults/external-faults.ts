import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with galleries that live on other servers. */
export const EXTERNAL_FAULTS = {
  gallery_external: {
    kind: 'conflict',
    sentence: 'The gallery "{gallery}" lives on another server.',
    remedy:
      'Use it there; here it can be searched through Face Search (1:N) and removed as an external gallery.',
    retryable: false,
  },
  external_silent: {
    kind: 'busy',
    sentence: 'The server of the external gallery "{gallery}" cannot answer now: {problem}.',
    remedy: 'Check that it runs and can be reached from here, then try again.',
    retryable: true,
  },
  external_refused: {
    kind: 'conflict',
    sentence: 'The server of the external gallery "{gallery}" does not serve it: {problem}.',
    remedy:
      'Check its address, the name of the gallery there, and the key, which needs the scopes read and search.',
    retryable: false,
  },
} as const satisfies Record<string, FaultEntry>;
