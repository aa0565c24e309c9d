import { Fault } from './fault.ts';

/** A gallery of another Likeness server, which is searched there. */
export interface ExternalGallery {
  readonly id: string;
  /** What it is called here, where no other gallery of either kind has the same name. */
  readonly name: string;
  /** Base address of the other server, such as `https://faces.example.org`; no slash at its end. */
  readonly address: string;
  /** What it is called there. */
  readonly remoteName: string;
  readonly createdAtMs: number;
}

function invalid(problem: string): Fault {
  return new Fault('request_invalid', { details: { problem } });
}

/**
 * The base address of a server: http or https, a path if it lies under one, nothing else.
 *
 * @throws Fault `request_invalid`
 */
export function parseServerAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isPlain =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (!isPlain) {
    throw invalid('the address must be http or https, without a name, a password or a query');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]{0,498}[\x21-\x7e])?$/;

/** The secret of a key of another server, if it can be sent in a header. @throws Fault `request_invalid` */
export function requireSendableSecret(secret: string): string {
  if (SENDABLE.test(secret)) return secret;
  throw invalid('the key of the other server must be 1 to 500 printable ASCII characters');
}
