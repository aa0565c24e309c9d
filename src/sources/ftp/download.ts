import { Writable } from 'node:stream';
import { type Client, FTPError } from 'basic-ftp';
import { photoTooLarge, requireWithinLimit } from '../photo-too-large.ts';
import type { FtpSession } from './ftp-session.ts';
import { FtpSourceError } from './ftp-source-error.ts';

/** A file on the server. */
export interface RemoteFile {
  /** Absolute, as people read it. */
  readonly path: string;
  /** Absolute, as it travels. */
  readonly wirePath: string;
  /** As the server has listed it. */
  readonly bytes: number;
}

const FIRST_LASTING_CODE = 500;

/** A file that arrives in one or several pieces. */
class Download {
  readonly #file: RemoteFile;
  readonly #limitBytes: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #wasResumed = false;
  #canResume = true;

  constructor(file: RemoteFile, limitBytes: number) {
    this.#file = file;
    this.#limitBytes = limitBytes;
  }

  get content(): Uint8Array {
    return Buffer.concat(this.#pieces, this.#bytes);
  }

  /** Fetches what is missing. @throws errors of the line; FTPError; Fault; FtpSourceError */
  async fetch(client: Client, timeoutMs: number): Promise<void> {
    if (!this.#canResume) this.#beginAnew();
    this.#wasResumed ||= this.#bytes > 0;
    const startsInside = this.#bytes > 0;
    const timer = setTimeout(() => client.close(), timeoutMs);
    try {
      await client.downloadTo(this.#sink(), this.#file.wirePath, this.#bytes);
    } catch (error) {
      if (!startsInside || !(error instanceof FTPError) || error.code < FIRST_LASTING_CODE) throw error;
      // Perhaps it is only resuming that the server refuses.
      this.#canResume = false;
      this.#beginAnew();
      await client.downloadTo(this.#sink(), this.#file.wirePath);
    } finally {
      clearTimeout(timer);
    }
    await this.#requireWhole(client);
  }

  #beginAnew(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#wasResumed = false;
  }

  #sink(): Writable {
    return new Writable({
      write: (piece: Uint8Array, _, done) => {
        this.#bytes += piece.byteLength;
        if (this.#bytes > this.#limitBytes) return done(photoTooLarge(this.#bytes, this.#limitBytes));
        this.#pieces.push(piece);
        return done();
      },
    });
  }

  /** Servers say that a transfer is complete when it was cut; and a file may have changed since it was listed. */
  async #requireWhole(client: Client): Promise<void> {
    const { path, wirePath, bytes } = this.#file;
    if (this.#bytes === bytes) return;
    const nowBytes = await client.size(wirePath).catch(() => undefined);
    if (this.#bytes === nowBytes && !this.#wasResumed) return;
    this.#beginAnew();
    throw new FtpSourceError('file_incomplete', path);
  }
}

/**
 * The bytes of a file. A download that breaks goes on where it was on another connection, if the server can.
 *
 * @throws Fault `photo_too_large`
 * @throws FtpSourceError `file_refused`, `file_incomplete`, `unreachable`, `closed`
 */
export async function downloadFile(
  session: FtpSession,
  file: RemoteFile,
  limitBytes: number,
): Promise<Uint8Array> {
  requireWithinLimit(file.bytes, limitBytes);
  const download = new Download(file, limitBytes);
  try {
    await session.use(file.path, (client) => download.fetch(client, session.rules.downloadTimeoutMs));
  } catch (error) {
    throw error instanceof FTPError ? new FtpSourceError('file_refused', file.path) : error;
  }
  return download.content;
}
