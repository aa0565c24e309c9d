import { z } from 'zod';
import type { JsonValue, Metadata } from '../../core/metadata.ts';

const METADATA_LIMIT_CHARACTERS = 16_384;

const jsonValue: z.ZodType<JsonValue, JsonValue> = z.json().meta({ id: 'JsonValue' });

/** Metadata of a face: a JSON object of at most 16,384 characters. */
export const metadataSchema: z.ZodType<Metadata, Metadata> = z
  .record(z.string().min(1).max(256), jsonValue)
  .refine((metadata) => JSON.stringify(metadata).length <= METADATA_LIMIT_CHARACTERS, {
    error: `must not exceed ${METADATA_LIMIT_CHARACTERS} characters as JSON`,
  })
  .meta({ description: 'A JSON object; what is to be remembered of the face.' });

const DEEPEST_NESTING = 200;

/** Brackets inside strings count too: a quick bound, far above what people write and below any stack's limit. */
function isNestedTooDeep(text: string): boolean {
  return (text.match(/[[{]/g)?.length ?? 0) > DEEPEST_NESTING;
}

/** undefined when the text is not JSON: no JSON text means undefined, so no schema of ours accepts it. */
function parseJson(text: string): unknown {
  if (isNestedTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A form field that carries a JSON object as text. */
export function jsonTextField<Value>(schema: z.ZodType<Value, Value>, description: string): z.ZodType<Value> {
  return z
    .string()
    .meta({ description, contentMediaType: 'application/json' })
    .transform((text, context): Value => {
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      for (const { message, path } of parsed.error.issues)
        context.addIssue({ code: 'custom', message, path });
      return z.NEVER;
    });
}
