import type { PhotoSource } from '../../ports/photo-source.ts';

/**
 * How many files a source gives, counted by itself if it can. Of a source without an end there is no such number.
 *
 * @param signal ends it; then the number is of no use
 * @throws what the source throws
 */
export async function countPhotos(source: PhotoSource, signal: AbortSignal): Promise<number> {
  if (source.count !== undefined) return source.count(signal);
  let photos = 0;
  for await (const _ of source.photos()) {
    if (signal.aborted) break;
    photos += 1;
  }
  return photos;
}
