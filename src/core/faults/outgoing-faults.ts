import type { FaultEntry } from './fault-entry.ts';

/** What can be wrong with hosts that this server is asked to reach. */
export const OUTGOING_FAULTS = {
  host_forbidden: {
    kind: 'denied',
    sentence: 'The host "{host}" has an address that this server does not reach for others ({range}).',
    remedy: 'Use a public address, or let the operator allow its network (setting outgoingNetworks).',
    retryable: false,
  },
  host_unknown: {
    kind: 'busy',
    sentence: 'The host "{host}" cannot be found.',
    remedy: 'Check the name, and that this server can look names up.',
    retryable: true,
  },
  host_silent: {
    kind: 'busy',
    sentence: 'The host "{host}" does not answer: {problem}.',
    remedy: 'Check that it runs and can be reached from this server, then try again.',
    retryable: true,
  },
  mail_not_set_up: {
    kind: 'conflict',
    sentence: 'This server has no mail server to send mail through.',
    remedy: 'Let the operator name one (settings smtpUrl and mailFrom), or leave the mail address out.',
    retryable: false,
  },
  mail_refused: {
    kind: 'busy',
    sentence: 'The mail server did not take the mail: {problem}.',
    remedy: 'Check the mail address, and the settings smtpUrl and mailFrom.',
    retryable: true,
  },
  reply_too_large: {
    kind: 'conflict',
    sentence: 'The host "{host}" sends more than {limitBytes} bytes.',
    remedy: 'Use a smaller file, or raise the limit in the settings.',
    retryable: false,
  },
} as const satisfies Record<string, FaultEntry>;
