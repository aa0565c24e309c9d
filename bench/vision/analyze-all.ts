import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AnalyzedPhoto, Vision } from '../../src/ports/vision.ts';
import { openVision } from '../../src/vision/open-vision.ts';
import { BUILT_IN_PACKS } from '../../src/vision/packs/built-in-packs.ts';
import { PackShelf } from '../../src/vision/packs/pack-shelf.ts';

/** What was built, and what lies beside the repository for packs that are fetched. */
const MODEL_FOLDERS = ['../../dist/models', '../../../shared/models'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/** The vision part with two workers and the default limits. */
export async function openBenchVision(): Promise<Vision> {
  const vision = openVision(new PackShelf(BUILT_IN_PACKS, MODEL_FOLDERS), {
    modelFolders: MODEL_FOLDERS,
    maxPhotoBytes: 20 * 1024 * 1024,
    maxPhotoPixels: 50_000_000,
    visionWorkers: 2,
    visionQueueLimit: 64,
    visionTimeoutMs: 60_000,
  });
  await vision.ready();
  return vision;
}

/** Analyses photos with both workers busy and answers the results by path. */
export async function analyzeAll(
  vision: Vision,
  packId: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, AnalyzedPhoto>> {
  const results = new Map<string, AnalyzedPhoto>();
  const waiting = [...paths].reverse();
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      results.set(path, await vision.analyze(await readFile(path), { packId }));
      if (results.size % 500 === 0) process.stderr.write(`${results.size} of ${paths.length} photos\n`);
    }
  };
  await Promise.all(Array.from({ length: 2 * vision.load().workers }, work));
  return results;
}
