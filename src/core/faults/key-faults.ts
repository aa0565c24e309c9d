import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with a key and what it may use. */
export const KEY_FAULTS = {
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
    sentence: 'The API key has used up its searches of this month ({quota}).',
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
} as const satisfies Record<string, FaultEntry>;
