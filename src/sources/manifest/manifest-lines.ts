import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { isMetadata, type Metadata } from '../../core/metadata.ts';
import { ManifestError } from './manifest-error.ts';
import { splitLines } from './split-lines.ts';

/** A line of a manifest: its number, from 1, and what it says by the names of its columns. */
export interface ManifestLine {
  readonly number: number;
  readonly fields: Metadata;
  /** Why it cannot be used, as the end of a sentence that begins with the line. */
  readonly problem?: string;
}

/** More is no description of a photo. */
const LONGEST_LINE_CHARACTERS = 1_000_000;
/** What every line must say; see docs/imports.md. */
const NEEDED = ['image', 'provenance'];

/** What the parser gives for a line. */
const recordSchema = z.object({
  info: z.object({ lines: z.number(), invalid_field_length: z.number() }),
  record: z.record(z.string(), z.string()),
});

const UNEVEN = 'has more or fewer fields than the first line has columns';

/** @returns undefined for what is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requireColumns(path: string, columns: readonly string[]): string[] {
  const names = columns.map((column) => column.trim());
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined) throw new ManifestError('columns', { path, problem: `"${missing}"` });
  return names;
}

/** Columns that are empty are left out. */
function withoutEmpty(record: Readonly<Record<string, string>>): Metadata {
  const filled = Object.entries(record).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(filled.map(([name, value]) => [name, value.trim()]));
}

async function* linesOfCsv(path: string): AsyncGenerator<ManifestLine> {
  const parser = parse({
    bom: true,
    columns: (columns: string[]) => requireColumns(path, columns),
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: LONGEST_LINE_CHARACTERS,
    info: true,
  });
  // What is wrong with the file comes out of the parser.
  pipeline(createReadStream(path), parser, () => undefined);
  const records: AsyncIterable<unknown> = parser;
  let uneven = 0;
  for await (const each of records) {
    const { info, record } = recordSchema.parse(each);
    const line = { number: info.lines, fields: withoutEmpty(record) };
    // The parser counts them.
    yield info.invalid_field_length > uneven ? { ...line, problem: UNEVEN } : line;
    uneven = info.invalid_field_length;
  }
}

async function* linesOfJson(path: string): AsyncGenerator<ManifestLine> {
  let number = 0;
  for await (const text of splitLines(createReadStream(path, 'utf8'), LONGEST_LINE_CHARACTERS)) {
    number += 1;
    if (text.trim() === '') continue;
    const fields = parseJson(number === 1 ? text.replace(/^\uFEFF/, '') : text);
    yield isMetadata(fields) ? { number, fields } : { number, fields: {}, problem: 'is not a JSON object' };
  }
}

function readersOf(path: string): ((path: string) => AsyncGenerator<ManifestLine>) | undefined {
  if (/\.csv$/i.test(path)) return linesOfCsv;
  return /\.(?:jsonl|ndjson)$/i.test(path) ? linesOfJson : undefined;
}

/** @throws ManifestError unless the name of the file says what it is */
export function requireKnownForm(path: string): void {
  if (readersOf(path) === undefined) throw new ManifestError('unknown_form', { path });
}

/** The lines of a manifest, one at a time. @throws ManifestError at the first line that cannot be read */
export async function* linesOfManifest(path: string): AsyncGenerator<ManifestLine> {
  const lines = readersOf(path);
  if (lines === undefined) throw new ManifestError('unknown_form', { path });
  try {
    yield* lines(path);
  } catch (error) {
    if (error instanceof ManifestError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new ManifestError('unreadable', { path, problem }, error);
  }
}
