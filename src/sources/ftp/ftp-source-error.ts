import { SourceError } from '../../ports/photo-source.ts';

const SENTENCES = {
  host_invalid: 'The {place} of the FTP server is neither a name nor an address.',
  text_invalid: 'The {place} of the FTP server has a line break or another control character.',
  unreachable: 'The FTP server {place} cannot be reached, or ends the connection again and again.',
  login_refused: 'The FTP server {place} refuses this user name and password.',
  no_encryption: 'The FTP server {place} offers no encryption.',
  certificate: 'The certificate of the FTP server {place} cannot be trusted.',
  folder_missing: 'The FTP server has no folder {place}, or this user may not open it.',
  folder_unreadable: 'The FTP server does not list the folder {place}.',
  too_deep: 'The folders on the FTP server are nested too deeply at {place}; perhaps a link leads back up.',
  file_refused: 'The FTP server does not give the file {place}.',
  file_incomplete: 'The FTP server gives the file {place} with another size than it says.',
  closed: 'The connection to the FTP server was closed while {place} was read.',
} as const;

const REMEDIES = {
  host_invalid: 'Give a name or an address, such as ftp.example.com or ftps://ftp.example.com.',
  text_invalid: 'Check what was given; special characters may be URL-encoded, such as %24 for $.',
  unreachable: 'Check host and port, and that a firewall lets passive FTP through.',
  login_refused: 'Check user name and password; special characters may be URL-encoded, such as %24 for $.',
  no_encryption: 'Ask its operator for FTPS; without encryption anyone on the way can read the password.',
  certificate: 'Give the very name that its certificate is for, or have it renewed.',
  folder_missing: 'Check the path; it begins at / or at the folder that the user logs in to.',
  folder_unreadable: 'Give this user the right to read it, or take it away.',
  too_deep: 'Import the folders below it one by one.',
  file_refused: 'Check that it is still there and that this user may read it.',
  file_incomplete: 'Run the import again when the file is not being written to.',
  closed: 'Run the import again.',
} as const satisfies Record<keyof typeof SENTENCES, string>;

export type FtpSourceErrorCode = keyof typeof SENTENCES;

/** What is wrong with one file then, is wrong with all. */
const OF_ALL: ReadonlySet<string> = new Set([
  'unreachable',
  'login_refused',
  'no_encryption',
  'certificate',
  'closed',
]);

/** An FTP server, or a file on it, cannot be used. Neither user name nor password are in it, nor words of the server. */
export class FtpSourceError extends SourceError {
  readonly code: FtpSourceErrorCode;

  /** @param place host, or path on the server */
  constructor(code: FtpSourceErrorCode, place: string) {
    super(
      SENTENCES[code].replace('{place}', () => place),
      REMEDIES[code],
    );
    this.name = 'FtpSourceError';
    this.code = code;
  }

  get mayBeOfAll(): boolean {
    return OF_ALL.has(this.code);
  }
}
