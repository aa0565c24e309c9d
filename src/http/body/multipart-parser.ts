import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { Fault } from '../../core/fault.ts';
import type { RawBody } from '../../dialects/contract/operation.ts';
import type { Upload } from '../../dialects/contract/upload.ts';
import type { BodyParser } from './body-parser.ts';

const MAX_PARTS = 1000;
const MAX_HEADERS_OF_A_PART = 32;
const MAX_HEADER_BYTES_OF_A_PART = 16 * 1024;

type FileEvent = [
  name: string | undefined,
  stream: BusboyFileStream,
  fileName: string | undefined,
  encoding: string,
  contentType: string,
];

/** Without a file name a part is still a file when its type is neither text nor JSON. */
const TEXT_TYPE = /^text\/|^application\/(?:[\w.-]+\+)?json$/;

/** How PHP and others name the files of a list: `images[]`, `images[0]`. */
const INDEX = /\[\d*\]$/;

function isFile(contentType: string, fileName: string | undefined): boolean {
  return fileName !== undefined || !TEXT_TYPE.test(contentType);
}

/** The text, or undefined when the bytes are no UTF-8: a client may send a picture without any hint of it. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
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
    try {
      return new Busboy({
        headers: { 'content-type': contentType },
        // What a part is shows only when it has arrived.
        isPartAFile: () => true,
        limits: {
          parts: MAX_PARTS,
          // Text may be a photo in base64, which makes it a third longer.
          fileSize: Math.ceil((this.#maxFileBytes * 4) / 3) + 1024,
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
      .on('file', (...[name, stream, fileName, , contentType]: FileEvent) =>
        this.#collect(stream, (bytes) => this.#take(name, bytes, { fileName, contentType })),
      );
  }

  #collect(stream: BusboyFileStream, take: (bytes: Buffer) => void): void {
    const chunks: Buffer[] = [];
    this.#openFiles += 1;
    stream
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('limit', () => this.#fail(photoTooLarge(this.#maxFileBytes)))
      .on('error', (cause) => this.#fail(invalid('its multipart form ends too early', cause)))
      .on('end', () => {
        this.#openFiles -= 1;
        take(Buffer.concat(chunks));
      });
  }

  #take(
    name: string | undefined,
    bytes: Buffer,
    part: { fileName: string | undefined; contentType: string },
  ): void {
    // A browser sends this for a file field that was left empty.
    if (bytes.byteLength === 0 && part.fileName === '') return;
    const text = isFile(part.contentType, part.fileName) ? undefined : textOf(bytes);
    if (text !== undefined) {
      this.#add(name, text);
      return;
    }
    if (bytes.byteLength > this.#maxFileBytes) this.#fail(photoTooLarge(this.#maxFileBytes));
    this.#add(name?.replace(INDEX, ''), { bytes, ...(part.fileName && { fileName: part.fileName }) });
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
