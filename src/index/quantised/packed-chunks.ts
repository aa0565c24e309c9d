import type { ChunkText, PackedChunks } from './messages.ts';

const COLUMNS = 5;
const NO_PARTITION = -1;

/** Chunks of partitions, whose templates are in the file only. */
export function packChunks(
  { space, bits }: Omit<PackedChunks, 'columns'>,
  chunks: readonly ChunkText[],
): PackedChunks {
  const columns = new Float64Array(chunks.length * COLUMNS);
  for (const [at, { id, arena, offset, blocks, partition = NO_PARTITION }] of chunks.entries()) {
    columns.set([id, arena, offset, blocks, partition], at * COLUMNS);
  }
  return { space, bits, columns };
}

export function unpackChunks({ space, bits, columns }: PackedChunks): ChunkText[] {
  return Array.from({ length: columns.length / COLUMNS }, (_, at) => {
    const [id = 0, arena = 0, offset = 0, blocks = 0, partition = NO_PARTITION] = columns.subarray(
      at * COLUMNS,
      (at + 1) * COLUMNS,
    );
    const known = partition === NO_PARTITION ? undefined : partition;
    return { id, space, arena, offset, bits, blocks, partition: known, templates: undefined };
  });
}
