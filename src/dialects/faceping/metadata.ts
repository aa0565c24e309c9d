import { z } from 'zod';
import type { Metadata } from '../../core/metadata.ts';
import { metadataSchema } from '../contract/json-text.ts';

const PAIR = /^metadata\[([^\]]+)\]$/;

/** Query parameters `metadata[key]=value`; others are ignored. Of a repeated key the last value counts. */
export const metadataQuery: z.ZodType<Metadata> = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .meta({ description: 'metadata[key]=value, any number of times.' })
  .transform((query): Metadata => {
    const metadata: Record<string, string> = {};
    for (const [name, value] of Object.entries(query)) {
      const key = PAIR.exec(name)?.[1];
      if (key !== undefined) metadata[key] = typeof value === 'string' ? value : (value.at(-1) ?? '');
    }
    return metadata;
  })
  .pipe(metadataSchema);

/** What the vendor adds to a face's metadata; the caller's own pairs come first. */
export function withSystemMetadata(
  metadata: Metadata,
  system: { readonly source: string; readonly fileName?: string },
): Metadata {
  return { ...system, createdAt: new Date().toISOString(), ...metadata };
}
