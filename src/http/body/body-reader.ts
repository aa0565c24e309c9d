import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { acceptedTypes, type BodySchemas, type RawBody } from '../../dialects/contract/operation.ts';
import type { RequestRecord } from '../request-record.ts';
import type { ServerSettings } from '../server-options.ts';
import type { BodyParser } from './body-parser.ts';
import { JsonParser } from './json-parser.ts';
import { type BodyForm, essenceOf, formOf } from './media-type.ts';
import { MultipartParser } from './multipart-parser.ts';
import { receive } from './receive.ts';
import { type UploadSlot, UploadSlots } from './upload-slots.ts';

type BodySettings = Pick<
  ServerSettings,
  | 'maxBodyBytes'
  | 'maxPhotoBytes'
  | 'maxUploadsAtOnce'
  | 'maxUploadBytesAtOnce'
  | 'maxConnections'
  | 'bodyIdleTimeoutMs'
>;

/** A request whose body is still to be read. */
export interface UnreadRequest {
  readonly message: IncomingMessage;
  readonly schemas: BodySchemas<unknown>;
  readonly record: RequestRecord;
}

const NONE: RawBody = { kind: 'none' };

/**
 * A body up to this size counts as an upload only while it arrives, so that requests that wait long for something do not
 * keep others from uploading. As many of them may be held as there may be connections: 125 MiB by default.
 */
const SMALL_BODY_BYTES = 64 * 1024;

function declaredBytes(headers: IncomingHttpHeaders): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

function mayHaveBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || (declaredBytes(headers) ?? 0) > 0;
}

function unsupported({ message, schemas }: UnreadRequest): Fault {
  const { headers } = message;
  const encoding = headers['content-encoding'];
  const contentType = essenceOf(headers['content-type']) || 'none given';
  return new Fault('media_type_unsupported', {
    details: {
      contentType: encoding === undefined ? contentType : `${contentType}, encoded as ${encoding}`,
      accepted: acceptedTypes(schemas),
    },
  });
}

function acceptedForm({ message, schemas }: UnreadRequest): BodyForm | undefined {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  const form = formOf(message.headers['content-type']);
  return form !== undefined && schemas[form] && encoding === 'identity' ? form : undefined;
}

/** Reads bodies whole into memory, within the limits. */
export class BodyReader {
  readonly #settings: BodySettings;
  readonly #slots: UploadSlots;
  readonly #smallSlots: UploadSlots;

  constructor(settings: BodySettings) {
    this.#settings = settings;
    this.#slots = new UploadSlots({
      uploads: settings.maxUploadsAtOnce,
      // The largest body that is allowed must fit, or it would be refused for ever as `overloaded`.
      bytes: Math.max(settings.maxUploadBytesAtOnce, settings.maxBodyBytes),
    });
    this.#smallSlots = new UploadSlots({ uploads: settings.maxConnections, bytes: Number.POSITIVE_INFINITY });
  }

  /**
   * Reads the body and hands it over; it counts against the limits until `use` is done with it, a small one as an upload
   * until it is read and then as one of so many as there may be connections.
   *
   * @throws Fault `media_type_unsupported`, `body_too_large`, `photo_too_large`, `request_invalid`, `overloaded`
   */
  async withBody<Result>(request: UnreadRequest, use: (body: RawBody) => Promise<Result>): Promise<Result> {
    const { message, schemas } = request;
    if (!mayHaveBody(message.headers) || acceptedTypes(schemas) === '') return use(NONE);
    const form = acceptedForm(request);
    if (form === undefined) {
      if (schemas.ignoresOthers !== true) await this.#expectEmpty(request);
      return use(NONE);
    }
    let slot = this.#slots.take();
    try {
      const body = await this.#read(request, form, slot);
      if (request.record.receivedBytes <= SMALL_BODY_BYTES) {
        slot.release();
        slot = this.#smallSlots.take();
      }
      return await use(body);
    } finally {
      slot.release();
    }
  }

  /** A body whose type we cannot read may still turn out to be empty when it comes in chunks. */
  async #expectEmpty(request: UnreadRequest): Promise<void> {
    if (declaredBytes(request.message.headers) !== undefined) throw unsupported(request);
    await receive(request.message, this.#settings.bodyIdleTimeoutMs, () => {
      throw unsupported(request);
    });
  }

  async #read(request: UnreadRequest, form: BodyForm, slot: UploadSlot): Promise<RawBody> {
    const { message, record } = request;
    this.#checkSize(declaredBytes(message.headers) ?? 0);
    slot.reserve(declaredBytes(message.headers) ?? 0);
    const parser = this.#parserOf(form, message.headers['content-type'] ?? '');
    await receive(message, this.#settings.bodyIdleTimeoutMs, (chunk) => {
      record.receivedBytes += chunk.byteLength;
      this.#checkSize(record.receivedBytes);
      slot.reserve(record.receivedBytes);
      parser.write(chunk);
    });
    return record.receivedBytes === 0 ? NONE : parser.end();
  }

  #checkSize(bytes: number): void {
    const limitBytes = this.#settings.maxBodyBytes;
    if (bytes > limitBytes) throw new Fault('body_too_large', { details: { limitBytes } });
  }

  #parserOf(form: BodyForm, contentType: string): BodyParser {
    return form === 'json'
      ? new JsonParser()
      : new MultipartParser(contentType, this.#settings.maxPhotoBytes);
  }
}
