import { z } from 'zod';
import { isMetadata, type Metadata } from '../../core/metadata.ts';

/** What is wrong with metadata that `gatherMetadata` cannot take. */
export const METADATA_PROBLEM = 'must be metadata[key]=value pairs, or a JSON object';

const PAIR = /^metadata\[([^[\]]+)\]$/;

function parsedObject(text: unknown): Metadata | undefined {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return isMetadata(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `metadata[key]=value` pairs, or `metadata=` with a JSON object; undefined when it is neither. */
export function gatherMetadata(query: Readonly<Record<string, unknown>>): Metadata | undefined {
  const gathered: Record<string, Metadata[string]> = {};
  for (const [name, value] of Object.entries(query)) {
    if (!name.startsWith('metadata')) continue;
    const key = PAIR.exec(name)?.[1];
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (name === 'metadata' && last === '') continue;
    if (key === '__proto__') return undefined;
    const object = name === 'metadata' ? parsedObject(last) : undefined;
    if (object !== undefined) Object.assign(gathered, object);
    else if (key !== undefined && typeof last === 'string') gathered[key] = last;
    else return undefined;
  }
  return gathered;
}

const rawQuery = z.record(z.string(), z.unknown());

const metadataObject = z
  .custom<Metadata>(isMetadata, { error: METADATA_PROBLEM })
  .optional()
  .transform((metadata) => metadata ?? {})
  .meta({
    description: 'As metadata[key]=value, any number of times; of a repeated key the last value counts.',
    type: 'object',
    additionalProperties: { type: 'string' },
  });

/** The query of storing: metadata in the vendor's form; other parameters are ignored. */
export const metadataQuery = z.preprocess(
  (query) => {
    const { data } = rawQuery.safeParse(query);
    return { metadata: gatherMetadata(data ?? {}) ?? 'no metadata' };
  },
  z.object({ metadata: metadataObject }),
);
