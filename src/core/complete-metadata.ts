import type { Face } from './face.ts';
import type { JsonValue, Metadata } from './metadata.ts';
import type { PhotoSource } from './photo.ts';

const RAW_VECTOR: PhotoSource = { kind: 'vector' };

/**
 * A face's metadata together with what the system knows: `source` (how it arrived; `vector` without a photo),
 * `fileName` if there was one, `createdAt`. The caller's own pairs win.
 */
export function completeMetadata(
  { metadata, createdAtMs }: Pick<Face, 'metadata' | 'createdAtMs'>,
  photo: { readonly source: PhotoSource } | undefined,
): Metadata {
  const { kind, fileName } = photo?.source ?? RAW_VECTOR;
  return {
    source: kind,
    ...(fileName !== undefined && { fileName }),
    createdAt: new Date(createdAtMs).toISOString(),
    ...metadata,
  };
}

function sorted(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sorted);
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * What two values of metadata have in common when they count as the same in a search: text as it is, numbers, truth
 * values and null as their text, since forms and queries know nothing but text; objects whatever the order of their
 * names.
 */
export function comparableText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(sorted(value));
}
