import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { connect, type FtpAccount, type RequireAllowed } from './connect.ts';
import { downloadFile } from './download.ts';
import { findFolder } from './find-folder.ts';
import { type FtpAddress, type FtpSecurity, parseFtpAddress } from './ftp-address.ts';
import { readCredential, requireOneLine } from './ftp-credentials.ts';
import { type FtpRules, FtpSession } from './ftp-session.ts';
import { type FoundPhoto, walkFolders } from './walk-folders.ts';

/** A folder on an FTP server, and who may read it. */
export interface FtpPlace {
  /** Name or address, with or without `ftp://`, `ftps://` or `ftpes://`. */
  readonly host: string;
  /** Default: 21, and 990 for implicit encryption. */
  readonly port?: number | undefined;
  /** May be URL-encoded, as `%24` for `$`. */
  readonly username: string;
  /** May be URL-encoded. */
  readonly password: string;
  /** From `/`, or from the folder that the user logs in to. */
  readonly folder: string;
  /** Default: as the scheme of the host says, and nothing encrypted without one. */
  readonly security?: FtpSecurity | undefined;
  /** Certificates to be trusted beside those of Node, as PEM. */
  readonly trustedCertificates?: string | undefined;
}

/** What an operator may wish otherwise, or a test. */
export const FTP_RULES: FtpRules = {
  connections: 3,
  keepAliveMs: 20_000,
  fewerMs: 60_000,
  attempts: 6,
  firstPauseMs: 500,
  mostPauseMs: 15_000,
  timeoutMs: 30_000,
  downloadTimeoutMs: 300_000,
};

function accountOf({ host, port, security, ...place }: FtpPlace): FtpAccount {
  return {
    address: parseFtpAddress(host, { port, security }),
    username: readCredential(place.username, 'user name'),
    password: readCredential(place.password, 'password'),
    trustedCertificates: place.trustedCertificates,
  };
}

/** Without user name and password. */
function urlOf({ host, port, security }: FtpAddress, path: string): string {
  const authority = host.includes(':') ? `[${host}]` : host;
  const steps = path.split('/').map(encodeURIComponent).join('/');
  return `${security === 'none' ? 'ftp' : 'ftps'}://${authority}:${port}${steps}`;
}

/**
 * The photos in a folder of an FTP server and in those below it, over a few connections that are opened anew when they
 * break. Data connections go to the host that we are connected to and to no other.
 *
 * @param requireAllowed asked before each connection; the address that it gives is connected to
 * @throws FtpSourceError when the server cannot be used or has no such folder; what `requireAllowed` throws
 */
export async function openFtpSource(
  place: FtpPlace,
  requireAllowed: RequireAllowed,
  rules: FtpRules = FTP_RULES,
): Promise<PhotoSource> {
  const account = accountOf(place);
  const { address } = account;
  const path = requireOneLine(place.folder, 'folder');
  const session = new FtpSession(address.host, rules, () =>
    connect(account, requireAllowed, rules.timeoutMs),
  );
  const folder = await findFolder(session, path).catch((error: unknown) => {
    session.close();
    throw error;
  });
  const photoOf = (found: FoundPhoto): SourcePhoto => ({
    name: found.path.slice(folder.path.length + 1),
    id: found.path,
    version: found.version,
    url: urlOf(address, found.path),
    read: (limitBytes = Number.POSITIVE_INFINITY) => downloadFile(session, found, limitBytes),
  });
  return {
    kind: 'ftp',
    async *photos() {
      for await (const found of walkFolders(session, folder)) yield photoOf(found);
    },
    async close() {
      session.close();
    },
  };
}
