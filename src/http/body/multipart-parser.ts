import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { Fault } from '../../core/fault.ts';
import type { RawBody } from '../../dialects/contract/operation.ts';
import type { Upload } from '../../dialects/contract/upload.ts';
import type { BodyParser } from './body-parser.ts';

const MAX_PARTS = 1000;
const MAX_HEADERS_OF_A_PART = 32;
const MAX_HEADER_BYTES_OF_A_PART = 16 * 1024;

/** Without a file name a part is still a file when its type is neither text nor JSON. */
const TEXT_TYPE = /^text\/|^application\/(?:[\w.-]+\+)?json$/;

function isFile(_name: string | undefined, contentType = 'text/plain', fileName?: string): boolean {
  return fileName !== undefined || !TEXT_TYPE.test(contentType);
}

function invalid(problem: string, cause?: unknown): Fault {
  return new Fault('request_invalid', { details: { problem }, cause });
}

function photoTooLarge(limitBytes: number): Fault {
  return new Fault('photo_too_large', { details: { bytes: `more than ${limitBytes}`, limitBytes } });
}

/** Reads `multipart/form-data`: fields as text, files whole; what was repeated becomes an array. */
export class MultipartParser implements BodyParser {
  readonly #busboy: BusboyInstance;
  readonly #maxFileBytes: number;
  readonly #values = new Map<string, (string | Upload)[]>();
  readonly #finished: Promise<void>;
  #openFiles = 0;
  #failure: Fault | undefined;

  /** @throws Fault `request_invalid` when the content type names no boundary */
  constructor(contentType: string, maxFileBytes: number) {
    this.#maxFileBytes = maxFileBytes;
    this.#busboy = this.#open(contentType);
    this.#finished = new Promise((resolve) => {
      this.#busboy.on('finish', resolve).on('close', resolve);
      this.#busboy.on('error', (cause) => {
        this.#fail(invalid('its body is not a valid multipart form', cause));
        resolve();
      });
    });
    this.#listen();
  }

  write(chunk: Buffer): void {
    this.#busboy.write(chunk);
    if (this.#failure) throw this.#failure;
  }

  async end(): Promise<RawBody> {
    this.#busboy.end();
    await this.#finished;
    if (this.#openFiles > 0) this.#fail(invalid('its multipart form ends in the middle of a file'));
    if (this.#failure) throw this.#failure;
    const entries = [...this.#values].map(([name, values]): [string, unknown] => [
      name,
      values.length > 1 ? values : values[0],
    ]);
    return { kind: 'multipart', value: Object.fromEntries(entries) };
  }

  #open(contentType: string): BusboyInstance {
    // A field may carry a photo in base64, which makes it a third longer.
    const fieldSize = Math.ceil((this.#maxFileBytes * 4) / 3) + 1024;
    try {
      return new Busboy({
        headers: { 'content-type': contentType },
        isPartAFile: isFile,
        limits: {
          parts: MAX_PARTS,
          fileSize: this.#maxFileBytes,
          fieldSize,
          headerPairs: MAX_HEADERS_OF_A_PART,
          headerSize: MAX_HEADER_BYTES_OF_A_PART,
        },
      });
    } catch (cause) {
      throw invalid('the content type of its multipart form names no boundary', cause);
    }
  }

  #listen(): void {
    this.#busboy
      .on('partsLimit', () => this.#fail(invalid(`its form has more than ${MAX_PARTS} parts`)))
      .on('field', (name, text, _nameTruncated, textTruncated) => {
        if (textTruncated) this.#fail(invalid('a field of its form is too long'));
        this.#add(name, text);
      })
      .on('file', (name, stream, fileName: string | undefined) => this.#collect(name, stream, fileName));
  }

  #collect(name: string, stream: BusboyFileStream, fileName: string | undefined): void {
    const chunks: Buffer[] = [];
    this.#openFiles += 1;
    stream
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('limit', () => this.#fail(photoTooLarge(this.#maxFileBytes)))
      .on('error', (cause) => this.#fail(invalid('its multipart form ends too early', cause)))
      .on('end', () => {
        this.#openFiles -= 1;
        const bytes = Buffer.concat(chunks);
        // A browser sends this for a file field that was left empty.
        if (bytes.byteLength === 0 && fileName === '') return;
        this.#add(name, { bytes, ...(fileName && { fileName }) });
      });
  }

  #add(name: string | undefined, value: string | Upload): void {
    if (name === undefined) return;
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  #fail(fault: Fault): void {
    this.#failure ??= fault;
  }
}
