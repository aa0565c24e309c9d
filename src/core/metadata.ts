import { Fault } from './fault.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** What the operator wishes to remember of a face: a flat or nested JSON object. */
export type Metadata = { readonly [key: string]: JsonValue };

/** Longest metadata of one face, in characters of its JSON. */
export const METADATA_LIMIT_CHARACTERS = 16_384;

const DEEPEST_NESTING = 50;

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function childrenOf(container: object): readonly unknown[] {
  const children: unknown[] = Object.values(container);
  return children.slice(0, METADATA_LIMIT_CHARACTERS + 1);
}

/** `level` after `level`; more values than characters are allowed need not be looked at. */
function isJsonOfBoundedSize(value: unknown): value is JsonValue {
  let level: readonly unknown[] = [value];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    seen += level.length;
    if (depth > DEEPEST_NESTING || seen > METADATA_LIMIT_CHARACTERS) return false;
    const next: unknown[] = [];
    for (const item of level) {
      if (isContainer(item)) next.push(...childrenOf(item));
      else if (item !== null && !SCALARS.has(typeof item)) return false;
    }
    level = next;
  }
  return true;
}

/**
 * Whether a parsed JSON value can be metadata: an object, at most 50 levels deep, of no more values than its
 * JSON may have characters.
 */
export function isMetadata(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isJsonOfBoundedSize(value);
}

/**
 * The same metadata, if it is not too long to be stored.
 *
 * @param owner what it belongs to, as a fault says it
 * @throws Fault `metadata_too_large`
 */
export function requireStorableMetadata(metadata: Metadata, owner = 'the face'): Metadata {
  const characters = JSON.stringify(metadata).length;
  if (characters <= METADATA_LIMIT_CHARACTERS) return metadata;
  const details = { owner, characters, limitCharacters: METADATA_LIMIT_CHARACTERS };
  throw new Fault('metadata_too_large', { details });
}
