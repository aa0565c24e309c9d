import { isIPv6 } from 'node:net';
import { FtpSourceError } from './ftp-source-error.ts';

/**
 * `none`: nothing is encrypted. `explicit`: encryption begins on the ordinary port, before the password is sent.
 * `implicit`: everything is encrypted, on a port of its own.
 */
export type FtpSecurity = 'none' | 'explicit' | 'implicit';

/** Where an FTP server listens. */
export interface FtpAddress {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly security: FtpSecurity;
}

const PORT = 21;
const IMPLICIT_PORT = 990;
const MOST_PORT = 65_535;
const SCHEMES: ReadonlySet<string> = new Set(['ftp', 'ftps', 'ftpes']);

/** What was given is not repeated: it might hold a password. */
function invalid(): FtpSourceError {
  return new FtpSourceError('host_invalid', 'host');
}

/** Only the URLs of schemes such as http have their hosts checked. */
function parseAsWebAddress(authority: string): URL {
  try {
    return new URL(`http://${authority}`);
  } catch {
    throw invalid();
  }
}

function parseAuthority(authority: string): { host: string; port: number | undefined } {
  const plain = isIPv6(authority) ? `[${authority}]` : authority;
  if (/[\s@/?#\\]/.test(plain)) throw invalid();
  const { hostname } = parseAsWebAddress(plain);
  const port = /:(\d+)$/.exec(plain.replace(/^\[.*\]/, ''))?.[1];
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port) };
}

function securityOf(scheme: string, port: number | undefined, asked: FtpSecurity | undefined): FtpSecurity {
  if (asked !== undefined) return asked;
  if (port === IMPLICIT_PORT) return 'implicit';
  if (scheme === 'ftps') return port === undefined ? 'implicit' : 'explicit';
  return scheme === 'ftpes' ? 'explicit' : 'none';
}

/**
 * Understands a host with or without `ftp://`, `ftps://` or `ftpes://` and port. As everywhere, `ftps://` without a port
 * means implicit encryption on port 990, with another one explicit encryption there; what is asked for beside it wins.
 *
 * @throws FtpSourceError `host_invalid`
 */
export function parseFtpAddress(
  given: string,
  asked: { readonly port?: number | undefined; readonly security?: FtpSecurity | undefined },
): FtpAddress {
  const [, scheme = 'ftp', authority = ''] = /^(?:([a-z]+):\/\/)?(.*?)\/*$/i.exec(given.trim()) ?? [];
  if (!SCHEMES.has(scheme.toLowerCase())) throw invalid();
  const { host, port: named } = parseAuthority(authority);
  const wanted = asked.port ?? named;
  const security = securityOf(scheme.toLowerCase(), wanted, asked.security);
  const port = wanted ?? (security === 'implicit' ? IMPLICIT_PORT : PORT);
  if (port < 1 || port > MOST_PORT) throw invalid();
  return { host, port, security };
}
