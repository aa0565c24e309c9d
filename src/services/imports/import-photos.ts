import type { ImportCounts, ImportedFaces } from '../../core/import.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { PhotoSource } from '../../ports/photo-source.ts';
import { requireGalleryAndPack } from '../galleries.ts';
import { type FileImport, type ImportedFile, type ImportPorts, importFile } from './import-file.ts';
import { type Ledger, NO_LEDGER } from './import-ledger.ts';
import { knownFiles, type ListedFile } from './known-files.ts';
import { PacedFollower } from './paced-follower.ts';

export interface ImportPhotosCommand {
  readonly galleryName: string;
  readonly source: PhotoSource;
  readonly metadata: Metadata;
  /** Which faces are stored. Default `all`. */
  readonly faces?: ImportedFaces;
  /** How many photos are worked on at the same time, 1 or more. */
  readonly concurrency: number;
  /** Where it is written down what became of each file. By default nowhere. */
  readonly ledger?: Ledger;
  /** Stops after the photos that are being worked on. */
  readonly signal?: AbortSignal | undefined;
  onFile(file: ImportedFile): void;
}

/** Counts of the files that this run has come to. */
export interface ImportSummary extends Omit<ImportCounts, 'total'> {
  /** Whether it was stopped before the end; run it again to go on. */
  readonly interrupted: boolean;
}

class Tally {
  readonly #counts = { stored: 0, 'already-stored': 0, failed: 0 };
  readonly #faces = { faces: 0, rejectedFaces: 0, warnedFaces: 0 };

  count(file: ImportedFile): void {
    this.#counts[file.outcome] += 1;
    if (file.outcome !== 'stored') return;
    this.#faces.faces += file.faces;
    this.#faces.rejectedFaces += file.rejectedFaces.length;
    this.#faces.warnedFaces += file.warnings.length;
  }

  summary(interrupted: boolean): ImportSummary {
    const { 'already-stored': alreadyStored, ...counts } = this.#counts;
    return { ...counts, alreadyStored, ...this.#faces, interrupted };
  }
}

async function canBeListed(source: PhotoSource): Promise<boolean> {
  try {
    for await (const _ of source.photos()) break;
    return true;
  } catch {
    return false;
  }
}

/**
 * Stores every photo of a source in a gallery. Photos that the gallery holds already, byte for byte, are passed over but
 * for the moment when they were seen, so an import that was cut off goes on when it is run again.
 *
 * @throws Fault `gallery_not_found`, `gallery_of_vectors`, `pack_not_installed`; what `importFile` and the source throw
 */
export async function importPhotos(ports: ImportPorts, command: ImportPhotosCommand): Promise<ImportSummary> {
  const { galleryName, source, metadata, faces = 'all', ledger = NO_LEDGER, signal } = command;
  const { gallery } = await requireGalleryAndPack(ports, galleryName);
  const run: FileImport = {
    galleryId: gallery.id,
    galleryName,
    kind: source.kind,
    metadata,
    faces,
    ledger,
    inProgress: new Map(),
    signal,
    isSourceThere: () => canBeListed(source),
  };
  const tally = new Tally();
  const follower = new PacedFollower(ports);
  const files = knownFiles(source, ledger, signal);
  const broken = new AbortController();
  let interrupted = false;
  const importUnlessStopped = async (file: ListedFile): Promise<ImportedFile | undefined> => {
    try {
      return await importFile(ports, run, file);
    } catch (error) {
      if (error !== signal?.reason) throw error;
      interrupted = true;
      return undefined;
    }
  };
  // Whoever stops it closes the source, which then lists nothing more.
  const nextFile = (): Promise<IteratorResult<ListedFile, unknown>> =>
    files.next().catch((error: unknown) => {
      if (signal?.aborted !== true) throw error;
      interrupted = true;
      return { done: true, value: undefined };
    });
  const work = async (): Promise<void> => {
    for (let next = await nextFile(); next.done !== true; next = await nextFile()) {
      interrupted ||= signal?.aborted === true;
      if (interrupted || broken.signal.aborted) return;
      const file = await importUnlessStopped(next.value);
      if (file === undefined) continue;
      tally.count(file);
      command.onFile(file);
      await follower.catchUpIfDue();
    }
  };
  const stopOthers = (error: unknown): never => {
    broken.abort();
    throw error;
  };
  const workers = await Promise.allSettled(
    Array.from({ length: command.concurrency }, () => work().catch(stopOthers)),
  );
  await files.return(undefined);
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  await follower.catchUp();
  // Only that ends it.
  if (source.isEndless === true) interrupted = true;
  return tally.summary(interrupted);
}
