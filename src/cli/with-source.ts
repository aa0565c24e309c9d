import type { PhotoSource } from './composition.ts';

/** Does something with a source of photos and closes it, whatever comes of it. */
export async function withSource<Result>(
  opening: Promise<PhotoSource>,
  work: (source: PhotoSource) => Promise<Result>,
): Promise<Result> {
  const source = await opening;
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
