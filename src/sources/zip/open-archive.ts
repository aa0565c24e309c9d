import { type FileHandle, open } from 'node:fs/promises';
import { type Entry, fromRandomAccessReaderPromise } from 'yauzl';
import { errorCodeOf } from '../../core/error-code.ts';
import { ArchiveReader } from './archive-reader.ts';
import { ZipSourceError } from './zip-source-error.ts';

const PIECE_BYTES = 64 * 1024;

/** The list of files at the end of an archive. */
export interface ArchiveList {
  /** How many files it claims to have. */
  readonly entryCount: number;
  /** @throws ZipSourceError `damaged` */
  entries(): AsyncGenerator<Entry>;
}

/** An archive whose file is open. */
export class OpenArchive {
  readonly path: string;
  readonly bytes: number;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.path = path;
    this.#file = file;
    this.bytes = bytes;
  }

  /** @throws ZipSourceError `missing`, `unreadable`, `not_a_zip` */
  static async open(path: string): Promise<OpenArchive> {
    const file = await open(path).catch((cause: unknown) => {
      const code = errorCodeOf(cause);
      throw new ZipSourceError(
        code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable',
        path,
        cause,
      );
    });
    const stats = await file.stat();
    if (stats.isFile()) return new OpenArchive(path, file, stats.size);
    await file.close();
    throw new ZipSourceError('not_a_zip', path);
  }

  /** Begins to read the list anew. @throws ZipSourceError `not_a_zip` */
  async list(): Promise<ArchiveList> {
    const { path } = this;
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    const zip = await fromRandomAccessReaderPromise(new ArchiveReader(this.#file), this.bytes, options).catch(
      (cause: unknown) => {
        throw new ZipSourceError('not_a_zip', path, cause);
      },
    );
    async function* entries(): AsyncGenerator<Entry> {
      try {
        yield* zip.eachEntry();
      } catch (cause) {
        throw new ZipSourceError('damaged', path, cause);
      }
    }
    return { entryCount: zip.entryCount, entries };
  }

  /** Bytes from a place; fewer where the file ends. */
  async read(start: number, bytes: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(bytes), 0, bytes, start);
    return buffer.subarray(0, bytesRead);
  }

  /** Bytes from one place to another, piece by piece. */
  async *pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; ) {
      const piece = await this.read(at, Math.min(PIECE_BYTES, end - at));
      if (piece.byteLength === 0) return;
      at += piece.byteLength;
      yield piece;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
