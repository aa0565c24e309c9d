import { z } from 'zod';

/** One file of a multipart form, read whole. Its declared type is not to be trusted. */
export interface Upload {
  readonly bytes: Uint8Array;
  /** As the client gave it; may be absent. */
  readonly fileName?: string;
}

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

/** A form field that carries one file, or the file as text in base64. In OpenAPI a binary string. */
export function uploadField(description: string): z.ZodType<Upload> {
  return z
    .unknown()
    .meta({ description, type: 'string', format: 'binary' })
    .transform((value, context): Upload => {
      if (isUpload(value)) return value;
      const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
      if (bytes !== undefined) return { bytes };
      context.addIssue({ code: 'custom', message: problemOfFile(value) });
      return z.NEVER;
    });
}

/** A form field that carries 1 to `most` files: the field is repeated. */
export function uploadsField(description: string, most: number): z.ZodType<readonly Upload[]> {
  const tooMany = `takes at most ${most} files`;
  const list = z.array(uploadField(description)).min(1).max(most, { error: tooMany });
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    list.meta({ description }),
  );
}

const textForm = new TextDecoder('utf-8');

function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (isUpload(first)) return textForm.decode(first.bytes);
  return typeof first === 'string' ? first : undefined;
}

/**
 * A form field of text that may be absent, the first when it was repeated. Some libraries send every field of a form with
 * files as a file; its content is the text then.
 */
export function looseTextField(description: string): z.ZodType<string | undefined> {
  return z
    .unknown()
    .optional()
    .meta({ description, type: 'string' })
    .transform((value) => textOf(value));
}

function problemOfFile(value: unknown): string {
  if (value === undefined) return 'is missing; it must be a file';
  return Array.isArray(value)
    ? 'came more than once; one file is expected'
    : 'must be a file, or one in base64';
}

const LONGEST_DATA_URL_HEADER = 200;
const LONGEST_PADDING = 16;
const NOT_BASE64 = /[^A-Za-z0-9+/_\-\s=]/;

/** What follows `data:...;base64,`, or the whole text when it is no data URL. */
function payloadOf(text: string): string | undefined {
  if (!text.startsWith('data:')) return text;
  const header = text.slice(0, LONGEST_DATA_URL_HEADER);
  const comma = header.indexOf(',');
  return header.slice(0, comma).toLowerCase().endsWith(';base64') ? text.slice(comma + 1) : undefined;
}

/** Whether nothing but the alphabet, white space, and at most two `=` at the end make up the text. */
function isBase64(payload: string): boolean {
  if (NOT_BASE64.test(payload)) return false;
  const first = payload.indexOf('=');
  if (first < 0) return true;
  return payload.length - first <= LONGEST_PADDING && /^=\s*=?\s*$/.test(payload.slice(first));
}

/** Whether so many bytes mean that the decoder has passed over nothing: it skips what it does not know. */
function isWhole(payload: string, byteLength: number): boolean {
  const padding = payload.endsWith('==') ? 2 : Number(payload.endsWith('='));
  const digits = payload.length - padding;
  return digits % 4 !== 1 && byteLength === Math.floor((digits * 3) / 4);
}

/**
 * Text in base64, with or without a data URL in front, to bytes. White space is ignored, the URL-safe
 * alphabet is understood. Takes time in proportion to the text, whatever it holds.
 *
 * @returns undefined when the text is empty or not base64
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const payload = payloadOf(text);
  if (payload === undefined) return undefined;
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.byteLength === 0) return undefined;
  return isWhole(payload, bytes.byteLength) || isBase64(payload) ? bytes : undefined;
}

/** A JSON string that carries a picture in base64; parsed to its bytes. */
export function base64Field(description: string): z.ZodType<Uint8Array, string> {
  return z
    .string()
    .meta({ description, contentEncoding: 'base64' })
    .transform((text, context) => {
      const bytes = decodeBase64(text);
      if (bytes !== undefined) return bytes;
      context.addIssue({
        code: 'custom',
        message: 'must be a picture in base64, with or without a data URL',
      });
      return z.NEVER;
    });
}
