import type { Candidate, QueryText } from './messages.ts';
import { similarityWith } from './row-format.ts';
import { RowReader, type WantedRow } from './row-reader.ts';
import type { ThreadTemplates } from './thread-arenas.ts';
import type { ThreadChunk } from './thread-chunk.ts';

/** A row that a probe is to be compared with by its 8-bit template. */
export interface ComparedRow extends WantedRow {
  readonly space: number;
  /** Those of its chunk, if they are in memory. */
  readonly templates: ThreadTemplates | undefined;
  /** Of the chunk. */
  readonly row: number;
}

export function comparedRowOf({ chunk, space, templates }: ThreadChunk, row: number): ComparedRow {
  return { slot: chunk.slots[row] ?? 0, faceNumber: chunk.numbers[row] ?? 0, space, templates, row };
}

/** The similarity by a template in memory; undefined when it is not there. */
function similarityInMemory(
  { templates, row, faceNumber }: ComparedRow,
  { probe }: Pick<QueryText, 'probe'>,
): number | undefined {
  const address = templates?.rows.addressOf(row, faceNumber);
  if (templates === undefined || address === undefined) return undefined;
  const { kernel, scratch } = templates.arena;
  scratch.useProbe(probe);
  return kernel.similarity(address, probe.length, scratch.probeAt);
}

/** Compares a probe with rows by their 8-bit templates, in memory or in the file. */
export function compareRows(
  rows: readonly ComparedRow[],
  text: Pick<QueryText, 'descriptor' | 'family' | 'probe'>,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const inFile: ComparedRow[] = [];
  for (const row of rows) {
    const similarity = similarityInMemory(row, text);
    if (similarity === undefined) inFile.push(row);
    else candidates.push({ faceNumber: row.faceNumber, space: row.space, similarity });
  }
  if (inFile.length === 0) return candidates;
  inFile.sort((one, other) => one.slot - other.slot);
  new RowReader(text.descriptor, text.family).read(inFile, (at, stored) => {
    const { faceNumber = 0, space = 0 } = inFile[at] ?? {};
    const similarity = stored === undefined ? Number.NaN : similarityWith(stored, text.probe);
    candidates.push({ faceNumber, space, similarity });
  });
  return candidates;
}
