import { z } from 'zod';
import { isMetadata, METADATA_LIMIT_CHARACTERS, type Metadata } from '../../core/metadata.ts';

/** Metadata of a face. Its length is a rule of the services, so that what is stored can always be sent. */
export const metadataSchema: z.ZodType<Metadata, Metadata> = z
  .custom<Metadata>(isMetadata, { error: 'must be a JSON object, not too deep and not too long' })
  .meta({
    description: `A JSON object of at most ${METADATA_LIMIT_CHARACTERS} characters; what is to be remembered of the face.`,
    type: 'object',
    additionalProperties: true,
  });

/** White space between the values does not count against the limit, but there is no use for much of it. */
const LONGEST_TEXT = 4 * METADATA_LIMIT_CHARACTERS;

/** undefined when the text is not JSON or too long: no JSON text means undefined, so no schema accepts it. */
function parseJson(text: string): unknown {
  if (text.length > LONGEST_TEXT) return undefined;
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
