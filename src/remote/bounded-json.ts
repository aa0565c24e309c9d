/** How much an answer may hold besides being short: what JSON costs to read depends on its values, not its bytes. */
export interface JsonBounds {
  /** Names and values, of lists and objects too. */
  readonly values: number;
  readonly depth: number;
}

/** What was read, or what is wrong with it, as a fault says it. */
export type BoundedJson = { readonly value: unknown } | { readonly problem: string };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** `[` and `{`, `]` and `}` differ in this bit only. */
const BRACE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** Where the string ends that begins at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function problemOf(bytes: Uint8Array, bounds: JsonBounds): string | undefined {
  let values = 1;
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA || byte === COLON) values += 1;
    else if ((byte | BRACE_BIT) === CLOSING) depth -= 1;
    else if ((byte | BRACE_BIT) === OPENING) {
      depth += 1;
      values += 1;
    }
    if (depth > bounds.depth) return `its answer is nested more than ${bounds.depth} levels deep`;
    if (values > bounds.values) return `its answer holds more than ${bounds.values} values`;
  }
  return undefined;
}

/** Reads JSON that somebody else has made, if it is within the bounds. */
export function readBoundedJson(bytes: Uint8Array, bounds: JsonBounds): BoundedJson {
  const problem = problemOf(bytes, bounds);
  if (problem !== undefined) return { problem };
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { problem: 'its answer is not JSON' };
  }
}
