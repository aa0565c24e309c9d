import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with a request, and with the server at that moment. */
export const REQUEST_FAULTS = {
  request_invalid: {
    kind: 'invalid',
    sentence: 'The request is not valid: {problem}.',
    remedy: 'Compare it with the documentation under /docs.',
    retryable: false,
  },
  path_unknown: {
    kind: 'missing',
    sentence: 'Nothing answers at this path.',
    remedy: 'All paths are listed under /docs, those of this API in /docs/openapi/{dialect}.json.',
    retryable: false,
  },
  method_not_allowed: {
    kind: 'invalid',
    sentence: 'This path answers to: {allowed}.',
    remedy: 'Use such a method; see /docs/openapi/{dialect}.json.',
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
  shutting_down: {
    kind: 'busy',
    sentence: 'The server is shutting down.',
    remedy: 'Try again in a few seconds.',
    retryable: true,
  },
} as const satisfies Record<string, FaultEntry>;
