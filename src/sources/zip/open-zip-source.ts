import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { type ArchiveEntry, photoEntryOf } from './archive-entry.ts';
import { OpenArchive } from './open-archive.ts';
import { readEntry } from './read-entry.ts';
import { surveyArchive, type ZipLimits } from './survey-archive.ts';

const LIMITS: ZipLimits = { entries: 1_000_000, growth: 100, growthFloorBytes: 64 * 1024 * 1024 };

function photoOf(archive: OpenArchive, entry: ArchiveEntry): SourcePhoto {
  const { name, offset, bytes, crc32 } = entry;
  return {
    name,
    // An archive may hold several files of one name.
    id: `${name}@${offset}`,
    version: `${bytes}-${crc32.toString(16)}`,
    read: (limitBytes = Number.POSITIVE_INFINITY) => readEntry(archive, entry, limitBytes),
  };
}

async function* photosOf(archive: OpenArchive): AsyncGenerator<SourcePhoto> {
  for await (const entry of (await archive.list()).entries()) {
    const photo = photoEntryOf(entry);
    if (photo !== undefined) yield photoOf(archive, photo);
  }
}

/**
 * The photos in a ZIP archive, in the order of its list of files. They are unpacked into memory one by one, when they
 * are read; archives inside the archive are left alone. The file stays open until the source is closed.
 *
 * @throws ZipSourceError when the archive cannot be read, or would grow beyond the limits
 */
export async function openZipSource(path: string, limits: ZipLimits = LIMITS): Promise<PhotoSource> {
  const archive = await OpenArchive.open(path);
  try {
    await surveyArchive(archive, limits);
  } catch (error) {
    await archive.close();
    throw error;
  }
  return { kind: 'zip', photos: () => photosOf(archive), close: () => archive.close() };
}
