import type { FileHandle } from 'node:fs/promises';
import { callbackify } from 'node:util';
import { RandomAccessReader } from 'yauzl';

const WINDOW_BYTES = 64 * 1024;

/**
 * Reads an open archive for the library, ahead of what it asks for: the list of files is read in many small steps.
 * The file stays open.
 */
export class ArchiveReader extends RandomAccessReader {
  readonly #file: FileHandle;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override read(...request: Parameters<RandomAccessReader['read']>): void {
    const [target, offset, length, position, callback] = request;
    const copy = async () => {
      const bytes = await this.#take(position, length);
      if (bytes.copy(target, offset) < length) throw new Error('the file ends before its list of files');
    };
    callbackify(copy)(callback);
  }

  async #take(position: number, length: number): Promise<Buffer> {
    const inside = () => {
      const start = position - this.#windowStart;
      return start < 0 ? Buffer.alloc(0) : this.#window.subarray(start, start + length);
    };
    const ready = inside();
    if (ready.byteLength === length) return ready;
    const window = Buffer.alloc(Math.max(WINDOW_BYTES, length));
    const { bytesRead } = await this.#file.read(window, 0, window.byteLength, position);
    this.#window = window.subarray(0, bytesRead);
    this.#windowStart = position;
    return inside();
  }
}
