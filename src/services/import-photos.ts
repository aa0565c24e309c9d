import { Fault } from '../core/fault.ts';
import type { Metadata } from '../core/metadata.ts';
import { OperatorError } from '../core/operator-error.ts';
import { describeShortfalls } from '../core/quality-rules.ts';
import type { PhotoSource, SourcePhoto } from '../ports/photo-source.ts';
import { enrollPhoto } from './enroll-photo.ts';
import { requireGalleryAndPack } from './galleries.ts';
import { sha256Of } from './sha256.ts';

/** What became of one file. */
export type ImportedFile =
  | {
      readonly outcome: 'stored';
      readonly name: string;
      readonly faces: number;
      /** Faces that were not good enough for the gallery, each with the reason in words. */
      readonly rejectedFaces: readonly string[];
      /** Stored faces that the gallery warns of, each with the reason in words. */
      readonly warnings: readonly string[];
    }
  | { readonly outcome: 'already-stored'; readonly name: string }
  | { readonly outcome: 'failed'; readonly name: string; readonly reason: string; readonly remedy: string };

export interface ImportPhotosCommand {
  readonly galleryName: string;
  /** Whoever opened it closes it. */
  readonly source: PhotoSource;
  /** Of every face, beside what the source says of its photo; the source's own pairs win. */
  readonly metadata: Metadata;
  /** How many photos are worked on at the same time, 1 or more. */
  readonly concurrency: number;
  /** Stops after the photos that are being worked on. */
  readonly signal?: AbortSignal;
  onFile(file: ImportedFile): void;
}

export interface ImportSummary {
  readonly stored: number;
  readonly alreadyStored: number;
  readonly failed: number;
  readonly faces: number;
  /** Faces that were not good enough for the gallery, in photos of which others were stored. */
  readonly rejectedFaces: number;
  /** Stored faces that the gallery warns of. */
  readonly warnedFaces: number;
  /** Whether it was stopped before the end; run it again to go on. */
  readonly interrupted: boolean;
}

interface ImportRun {
  readonly galleryId: string;
  /** Photos that are being worked on, by the SHA-256 of their bytes: a source may hold copies of one photo. */
  readonly inProgress: Map<string, Promise<ImportedFile>>;
}

type ImportPorts = Parameters<typeof enrollPhoto>[0];

function failure(name: string, error: unknown): ImportedFile {
  if (error instanceof Fault || error instanceof OperatorError)
    return { outcome: 'failed', name, reason: error.message, remedy: error.remedy };
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  const remedy =
    'Check that the file exists and may be read; if it can, report this as a mistake in Likeness.';
  return { outcome: 'failed', name, reason, remedy };
}

/**
 * A photo that cannot be used fails alone, even by a mistake of ours: a run that is repeated must get past it.
 * What only the operator can put right, such as a full disk, ends the import.
 */
async function storePhoto(
  ports: ImportPorts,
  command: ImportPhotosCommand,
  file: SourcePhoto,
  content: { readonly photo: Uint8Array; readonly sha256: string },
): Promise<ImportedFile> {
  const { name } = file;
  const { galleryName } = command;
  const metadata = { ...command.metadata, ...file.metadata };
  const source = { kind: command.source.kind, fileName: name, ...(file.url && { url: file.url }) };
  try {
    const enrolled = await enrollPhoto(ports, { galleryName, ...content, source, metadata, faces: 'all' });
    const { faces, rejected, judgements } = enrolled;
    const warned = judgements.filter(({ warnings }) => warnings.length > 0);
    return {
      outcome: 'stored',
      name,
      faces: faces.length,
      rejectedFaces: rejected.map(({ shortfalls }) => describeShortfalls(shortfalls)),
      warnings: warned.map(({ warnings }) => describeShortfalls(warnings)),
    };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    return failure(name, error);
  }
}

/** The copy of a photo shares its fate. */
async function followOriginal(name: string, original: Promise<ImportedFile>): Promise<ImportedFile> {
  const fate = await original;
  return fate.outcome === 'failed' ? { ...fate, name } : { outcome: 'already-stored', name };
}

async function importFile(
  ports: ImportPorts,
  command: ImportPhotosCommand,
  run: ImportRun,
  file: SourcePhoto,
): Promise<ImportedFile> {
  const { name } = file;
  const photo = await file.read(ports.rules.maxPhotoBytes).catch((error: unknown) => failure(name, error));
  if (!(photo instanceof Uint8Array)) return photo;
  const sha256 = sha256Of(photo);
  const original = run.inProgress.get(sha256);
  if (original !== undefined) return followOriginal(name, original);
  const storeUnlessKnown = async (): Promise<ImportedFile> => {
    const known = await ports.catalog.photos.findByContent(run.galleryId, sha256);
    if (known === undefined) return storePhoto(ports, command, file, { photo, sha256 });
    await ports.catalog.photos.seen(known.id, ports.clock.nowMs());
    return { outcome: 'already-stored', name };
  };
  const fate = storeUnlessKnown().finally(() => run.inProgress.delete(sha256));
  run.inProgress.set(sha256, fate);
  return fate;
}

type StoredFile = Extract<ImportedFile, { outcome: 'stored' }>;

function countFaces(
  summary: { faces: number; rejectedFaces: number; warnedFaces: number },
  file: StoredFile,
): void {
  summary.faces += file.faces;
  summary.rejectedFaces += file.rejectedFaces.length;
  summary.warnedFaces += file.warnings.length;
}

/**
 * Stores every photo of a source in a gallery. Photos that the gallery holds already, byte for byte, are
 * passed over but for the moment when they were seen, so an import that was cut off goes on when it is run again.
 *
 * @throws Fault `gallery_not_found`, `gallery_of_vectors`, `pack_not_installed`
 */
export async function importPhotos(ports: ImportPorts, command: ImportPhotosCommand): Promise<ImportSummary> {
  const { gallery } = await requireGalleryAndPack(ports, command.galleryName);
  const run: ImportRun = { galleryId: gallery.id, inProgress: new Map() };
  const summary = { stored: 0, 'already-stored': 0, failed: 0, faces: 0, rejectedFaces: 0, warnedFaces: 0 };
  const files = command.source.photos()[Symbol.asyncIterator]();
  const broken = new AbortController();
  let interrupted = false;
  const work = async (): Promise<void> => {
    for (let next = await files.next(); next.done !== true; next = await files.next()) {
      interrupted ||= command.signal?.aborted === true;
      if (interrupted || broken.signal.aborted) return;
      const file = await importFile(ports, command, run, next.value);
      summary[file.outcome] += 1;
      if (file.outcome === 'stored') countFaces(summary, file);
      command.onFile(file);
    }
  };
  const stopOthers = (error: unknown): never => {
    broken.abort();
    throw error;
  };
  const workers = await Promise.allSettled(
    Array.from({ length: command.concurrency }, () => work().catch(stopOthers)),
  );
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  const { 'already-stored': alreadyStored, ...counts } = summary;
  return { ...counts, alreadyStored, interrupted };
}
