import type { KnownFile } from '../../ports/imports.ts';
import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import type { Ledger } from './import-ledger.ts';

/** Asked for together, which is as much work as to ask for one. */
const FILES_AT_ONCE = 16;

/** Where listing takes its time, files do not wait for others. */
const LONGEST_WAIT_MS = 20;

/** A file of a source, and what the ledger knows of it. */
export interface ListedFile {
  readonly file: SourcePhoto;
  readonly known: KnownFile;
}

async function* inBatches(
  files: AsyncIterable<SourcePhoto>,
  size: number,
): AsyncGenerator<readonly SourcePhoto[]> {
  const batch: SourcePhoto[] = [];
  const taken = (): readonly SourcePhoto[] => batch.splice(0);
  let begunAtMs = 0;
  try {
    for await (const file of files) {
      // Of the second it is to be known what became of the first.
      if (batch.some(({ id }) => id === file.id)) yield taken();
      if (batch.length === 0) begunAtMs = performance.now();
      batch.push(file);
      if (batch.length >= size || performance.now() - begunAtMs >= LONGEST_WAIT_MS) yield taken();
    }
  } catch (error) {
    // What was listed before is there.
    if (batch.length > 0) yield taken();
    throw error;
  }
  if (batch.length > 0) yield taken();
}

/**
 * The files of a source with what is known of them, some looked up ahead; one by one where the next may be long in coming.
 *
 * @throws what the source throws, after the files that it gave before
 */
export async function* knownFiles(
  source: PhotoSource,
  ledger: Ledger,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedFile> {
  const size = source.isEndless === true ? 1 : FILES_AT_ONCE;
  for await (const files of inBatches(source.photos(signal), size)) {
    const known = await ledger.known(files);
    for (const [at, file] of files.entries()) yield { file, known: known[at] ?? { isDone: false } };
  }
}
