import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, FTPError } from 'basic-ftp';
import { errorCodeOf } from '../../core/error-code.ts';
import { passiveTransfers } from './enter-passive-mode.ts';
import type { FtpAddress } from './ftp-address.ts';
import { FtpSourceError } from './ftp-source-error.ts';
import { toWire } from './wire-text.ts';

/** The address of a host that may be connected to. @throws when none may be */
export type RequireAllowed = (host: string) => Promise<string>;

/** Who logs in where. */
export interface FtpAccount {
  readonly address: FtpAddress;
  readonly username: string;
  readonly password: string;
  /** Certificates to be trusted beside those of Node, as PEM. */
  readonly trustedCertificates?: string | undefined;
}

/** A hundred thousand files and more. The library takes a listing in one go. */
const MOST_LISTING_BYTES = 12_000_000;

const LOGIN_CODES: ReadonlySet<number> = new Set([430, 530, 532]);
const FIRST_LASTING_CODE = 500;
/** A server that is slow with one answer is rarely slow with all of them. */
const ANSWERS_OF_LOGIN = 2;
const CERTIFICATE_CODES = /CERT|SIGNATURE|ALTNAME|ISSUER/;

function tlsOptionsOf(
  { address: { host }, trustedCertificates }: FtpAccount,
  allowed: string,
): ConnectionOptions {
  return {
    // The library would look up a host of its own: it must connect to the address that was allowed.
    host: allowed,
    ...(isIP(host) === 0 && { servername: host }),
    ...(trustedCertificates !== undefined && { ca: trustedCertificates }),
  };
}

function isCertificateError(error: unknown): boolean {
  return CERTIFICATE_CODES.test(errorCodeOf(error) ?? '');
}

async function greet(client: Client, account: FtpAccount, allowed: string): Promise<void> {
  const { host, port, security } = account.address;
  const options = tlsOptionsOf(account, allowed);
  try {
    if (security === 'implicit') await client.connectImplicitTLS(allowed, port, options);
    else await client.connect(allowed, port);
    if (security === 'explicit') await client.useTLS(options);
  } catch (error) {
    if (isCertificateError(error)) throw new FtpSourceError('certificate', host);
    const isLasting = error instanceof FTPError && error.code >= FIRST_LASTING_CODE;
    if (security === 'explicit' && isLasting) throw new FtpSourceError('no_encryption', host);
    throw error;
  }
}

async function logIn(client: Client, { address, username, password }: FtpAccount): Promise<void> {
  try {
    await client.login(toWire(username), toWire(password));
  } catch (error) {
    if (error instanceof FTPError && LOGIN_CODES.has(error.code))
      throw new FtpSourceError('login_refused', address.host);
    throw error;
  }
}

/** The library bounds each answer, but not the beginning of encryption. */
async function withDeadline(work: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server took too long to let us in')), deadlineMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

async function enter(client: Client, account: FtpAccount, allowed: string): Promise<void> {
  await greet(client, account, allowed);
  await client.sendIgnoringError('OPTS UTF8 ON');
  await logIn(client, account);
  await client.useDefaultSettings();
}

/**
 * Connects and logs in. Names travel as bytes, transfers are passive and binary.
 *
 * @throws what `requireAllowed` throws; FtpSourceError `certificate`, `no_encryption`, `login_refused`; errors of the
 * network and of the library, which may pass
 */
export async function connect(
  account: FtpAccount,
  requireAllowed: RequireAllowed,
  timeoutMs: number,
): Promise<Client> {
  const allowed = await requireAllowed(account.address.host);
  const client = new Client(timeoutMs, { maxListingBytes: MOST_LISTING_BYTES });
  client.ftp.encoding = 'latin1';
  client.prepareTransfer = passiveTransfers();
  try {
    await withDeadline(enter(client, account, allowed), timeoutMs * ANSWERS_OF_LOGIN);
  } catch (error) {
    client.close();
    // Such as "too many connections": it is not an answer to what will be asked for.
    throw error instanceof FTPError ? new Error(`the server answered ${error.code}`) : error;
  }
  // Some servers take a flag for the name of a folder, and find nothing in it; hidden files are not wanted anyway.
  client.availableListCommands = client.availableListCommands.filter((command) => command !== 'LIST -a');
  return client;
}
