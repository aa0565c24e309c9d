import { createHash } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import type { Metadata } from '../core/metadata.ts';
import type { PhotoSource, SourcePhoto } from '../ports/photo-source.ts';
import { enrollPhoto } from './enroll-photo.ts';
import { requireGalleryOfPack } from './galleries.ts';

/** What became of one file. */
export type ImportedFile =
  | { readonly outcome: 'stored'; readonly name: string; readonly faces: number }
  | { readonly outcome: 'already-stored'; readonly name: string }
  | { readonly outcome: 'failed'; readonly name: string; readonly reason: string; readonly remedy: string };

export interface ImportPhotosCommand {
  readonly galleryName: string;
  readonly source: PhotoSource;
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
  /** Whether it was stopped before the end; run it again to go on. */
  readonly interrupted: boolean;
}

interface ImportContext {
  readonly galleryId: string;
  /** Contents met in this run: two workers may hold copies of one photo at the same time. */
  readonly seen: Set<string>;
}

type ImportPorts = Parameters<typeof enrollPhoto>[0];

/** A file that cannot be read or used fails alone; whatever else is thrown is a bug and ends the import. */
async function importFile(
  ports: ImportPorts,
  command: ImportPhotosCommand,
  context: ImportContext,
  file: SourcePhoto,
): Promise<ImportedFile> {
  const { name } = file;
  const photo = await file.read().catch((error: unknown) => error);
  if (!(photo instanceof Uint8Array)) {
    const reason = photo instanceof Error ? photo.message : String(photo);
    return { outcome: 'failed', name, reason, remedy: 'Check that the file exists and may be read.' };
  }
  const sha256 = createHash('sha256').update(photo).digest('hex');
  if (context.seen.has(sha256)) return { outcome: 'already-stored', name };
  context.seen.add(sha256);
  const known = await ports.catalog.photos.findByContent(context.galleryId, sha256);
  if (known !== undefined) return { outcome: 'already-stored', name };
  const source = { kind: command.source.kind, fileName: name, ...(file.url && { url: file.url }) };
  try {
    const { galleryName, metadata } = command;
    const { faces } = await enrollPhoto(ports, { galleryName, photo, source, metadata, faces: 'all' });
    return { outcome: 'stored', name, faces: faces.length };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { outcome: 'failed', name, reason: error.message, remedy: error.remedy };
  }
}

/**
 * Stores every photo of a source in a gallery. Photos that the gallery holds already, byte for byte, are
 * passed over, so an import that was cut off goes on when it is run again.
 *
 * @throws Fault `gallery_not_found`, `gallery_pack_differs`
 */
export async function importPhotos(ports: ImportPorts, command: ImportPhotosCommand): Promise<ImportSummary> {
  const gallery = await requireGalleryOfPack(ports, command.galleryName);
  const context = { galleryId: gallery.id, seen: new Set<string>() };
  const summary = { stored: 0, 'already-stored': 0, failed: 0, faces: 0 };
  const files = command.source.photos()[Symbol.asyncIterator]();
  let interrupted = false;
  const work = async (): Promise<void> => {
    for (;;) {
      const next = await files.next();
      if (next.done === true) return;
      if (command.signal?.aborted === true) {
        interrupted = true;
        return;
      }
      const file = await importFile(ports, command, context, next.value);
      summary[file.outcome] += 1;
      if (file.outcome === 'stored') summary.faces += file.faces;
      command.onFile(file);
    }
  };
  await Promise.all(Array.from({ length: command.concurrency }, work));
  const { stored, failed, faces, 'already-stored': alreadyStored } = summary;
  return { stored, alreadyStored, failed, faces, interrupted };
}
