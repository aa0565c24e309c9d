import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../core/fault.ts';
import type { FileFate, ImportedFaces } from '../../core/import.ts';
import type { Metadata } from '../../core/metadata.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { describeShortfalls } from '../../core/quality-rules.ts';
import { ImportLost } from '../../ports/imports.ts';
import { type Sidecar, SourceError, type SourcePhoto } from '../../ports/photo-source.ts';
import { type EnrolledFaces, enrollOneOfMany } from '../enroll-photo.ts';
import { sha256Of } from '../sha256.ts';
import type { Ledger } from './import-ledger.ts';
import type { ListedFile } from './known-files.ts';

const PAUSE_WHEN_BUSY_MS = 200;

export type ImportPorts = Parameters<typeof enrollOneOfMany>[0];

/** What became of one file. */
export type ImportedFile = FileFate & { readonly name: string };

/** What all files of an import have in common. */
export interface FileImport {
  readonly galleryId: string;
  readonly galleryName: string;
  /** Of the source. */
  readonly kind: string;
  readonly metadata: Metadata;
  readonly faces: ImportedFaces;
  readonly ledger: Ledger;
  /** Photos that are being worked on, by the SHA-256 of their bytes: a source may hold copies of one photo. */
  readonly inProgress: Map<string, Promise<Stored>>;
  readonly signal: AbortSignal | undefined;
  /** Whether the source can be listed now. */
  readonly isSourceThere: () => Promise<boolean>;
}

/** What became of bytes, and the photo that the gallery has of them. */
interface Stored {
  readonly fate: FileFate;
  readonly photoId?: string | undefined;
}

function failureOf(error: unknown): FileFate {
  if (error instanceof Fault || error instanceof OperatorError)
    return { outcome: 'failed', reason: error.message, remedy: error.remedy };
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  const remedy =
    'Check that the file exists and may be read; if it can, report this as a mistake in Likeness.';
  return { outcome: 'failed', reason, remedy };
}

function fateOf({ faces, rejected, judgements }: EnrolledFaces): FileFate {
  const warned = judgements.filter(({ warnings }) => warnings.length > 0);
  return {
    outcome: 'stored',
    faces,
    rejectedFaces: rejected.map(({ shortfalls }) => describeShortfalls(shortfalls)),
    warnings: warned.map(({ warnings }) => describeShortfalls(warnings)),
  };
}

/** What ends the whole import: what only the operator can put right, such as a full disk, or that others have it now. */
function isTheEnd(error: unknown): boolean {
  if (error instanceof Fault) return error.code === 'shutting_down' || error.code === 'gallery_not_found';
  return error instanceof OperatorError || error instanceof ImportLost;
}

/** Requests come first: while there are too many photos to analyse, this one waits. */
async function onceNotBusy<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'overloaded') throw error;
      await sleep(PAUSE_WHEN_BUSY_MS, undefined, { signal });
    }
  }
}

/** A file of a source, read. */
interface FileContent {
  readonly photo: Uint8Array;
  readonly sha256: string;
  readonly sidecar: Sidecar;
}

/** A photo that cannot be used fails alone, even by a mistake of ours: a run that is repeated must get past it. */
async function storePhoto(
  ports: ImportPorts,
  run: FileImport,
  file: SourcePhoto,
  { sidecar, ...content }: FileContent,
): Promise<Stored> {
  const { galleryName, faces, ledger } = run;
  const metadata = { ...run.metadata, ...file.metadata, ...sidecar.metadata };
  const url = file.url ?? sidecar.url;
  const source = { kind: run.kind, fileName: file.name, ...(url !== undefined && { url }) };
  let fate: FileFate | undefined;
  const storing = (enrolled: EnrolledFaces) => {
    fate = fateOf(enrolled);
    return ledger.storing(file, fate);
  };
  try {
    const namedRegions = { xmp: sidecar.xmp };
    const command = { galleryName, ...content, source, metadata, faces, storing, namedRegions };
    const { photo, isNew } = await onceNotBusy(run.signal, () => enrollOneOfMany(ports, command));
    return { fate: isNew && fate !== undefined ? fate : { outcome: 'already-stored' }, photoId: photo.id };
  } catch (error) {
    run.signal?.throwIfAborted();
    if (isTheEnd(error)) throw error;
    const failure = failureOf(error);
    await ledger.record(file, failure);
    return { fate: failure };
  }
}

async function storeUnlessKnown(
  ports: ImportPorts,
  run: FileImport,
  file: SourcePhoto,
  content: FileContent,
): Promise<Stored> {
  const known = await ports.catalog.photos.findByContent(run.galleryId, content.sha256);
  return known === undefined ? storePhoto(ports, run, file, content) : passOver(ports, run, file, known.id);
}

/** The gallery has it already. */
async function passOver(
  ports: ImportPorts,
  run: FileImport,
  file: SourcePhoto,
  photoId: string,
): Promise<Stored> {
  await ports.catalog.photos.seen(photoId, ports.clock.nowMs());
  const fate: FileFate = { outcome: 'already-stored' };
  await run.ledger.record(file, fate, photoId);
  return { fate, photoId };
}

/** The copy of a photo shares its fate. */
async function followOriginal(
  run: FileImport,
  file: SourcePhoto,
  original: Promise<Stored>,
): Promise<FileFate> {
  const { fate, photoId } = await original;
  const own: FileFate = fate.outcome === 'failed' ? fate : { outcome: 'already-stored' };
  await run.ledger.record(file, own, photoId);
  return own;
}

async function storeContent(
  ports: ImportPorts,
  run: FileImport,
  file: SourcePhoto,
  read: Omit<FileContent, 'sha256'>,
): Promise<FileFate> {
  const sha256 = sha256Of(read.photo);
  const original = run.inProgress.get(sha256);
  if (original !== undefined) return followOriginal(run, file, original);
  const storing = storeUnlessKnown(ports, run, file, { ...read, sha256 });
  run.inProgress.set(sha256, storing);
  try {
    return (await storing).fate;
  } finally {
    run.inProgress.delete(sha256);
  }
}

async function importUnknown(ports: ImportPorts, run: FileImport, file: SourcePhoto): Promise<FileFate> {
  let read: Omit<FileContent, 'sha256'>;
  try {
    const photo = await file.read(ports.rules.maxPhotoBytes);
    read = { photo, sidecar: (await file.sidecar?.()) ?? {} };
  } catch (error) {
    run.signal?.throwIfAborted();
    // That its server is gone does not make a file fail: the import can be resumed.
    if (error instanceof SourceError && error.mayBeOfAll && !(await run.isSourceThere())) throw error;
    run.signal?.throwIfAborted();
    const failure = failureOf(error);
    await run.ledger.record(file, failure);
    return failure;
  }
  return storeContent(ports, run, file, read);
}

/**
 * Stores a file of a source in a gallery, unless the gallery has it, and writes down what became of it.
 *
 * @returns undefined when it was written down before
 * @throws ImportLost when somebody else works on the import by now, OperatorError, also when the whole source is gone, and
 * Fault `gallery_not_found`, `shutting_down`: then nothing is written down; the signal's reason
 */
export async function importFile(
  ports: ImportPorts,
  run: FileImport,
  { file, known: { isDone, photoId } }: ListedFile,
): Promise<ImportedFile | undefined> {
  if (isDone) return undefined;
  const fate =
    photoId === undefined
      ? await importUnknown(ports, run, file)
      : (await passOver(ports, run, file, photoId)).fate;
  return { ...fate, name: file.name };
}
