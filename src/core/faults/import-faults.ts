import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with imports. */
export const IMPORT_FAULTS = {
  import_not_found: {
    kind: 'missing',
    sentence: 'There is no import {import}.',
    remedy: 'List the imports, or begin one.',
    retryable: false,
  },
  import_queue_full: {
    kind: 'busy',
    sentence: 'There are {limit} imports already that have not ended.',
    remedy: 'Wait until one has ended, or cancel one.',
    retryable: true,
  },
  path_forbidden: {
    kind: 'denied',
    sentence: 'This server does not import from {path}.',
    remedy: 'Let the operator name its folder (setting importFolders), or import it with the command line.',
    retryable: false,
  },
  import_state_differs: {
    kind: 'conflict',
    sentence: 'The import {import} is {state}, and cannot be {wanted}.',
    remedy:
      'Paused and failed imports can be resumed; queued and running ones paused; what has ended is begun anew.',
    retryable: false,
  },
} as const satisfies Record<string, FaultEntry>;
