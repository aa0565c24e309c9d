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

/** A form field that carries one file. In OpenAPI a binary string. */
export function uploadField(description: string): z.ZodType<Upload, Upload> {
  return z
    .custom<Upload>(isUpload, { error: 'a file is expected in this form field' })
    .meta({ description, type: 'string', format: 'binary' });
}

const DATA_URL_PREFIX = /^data:[\w.+-]+\/[\w.+-]+(?:;[\w.+-]+=[^;,]*)*;base64,/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Text in base64, with or without a data URL in front, to bytes. White space is ignored, the URL-safe
 * alphabet is understood.
 *
 * @returns undefined when the text is empty or not base64
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const payload = text
    .replace(DATA_URL_PREFIX, '')
    .replaceAll(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (payload === '' || payload.replace(/=+$/, '').length % 4 === 1 || !BASE64.test(payload))
    return undefined;
  return Buffer.from(payload, 'base64');
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
