import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { analyzeAll, openBenchVision } from '../../vision/analyze-all.ts';
import { lfwPhotos, personOf } from '../../vision/fit/lfw-people.ts';
import { dataPath } from '../../vision/labelled-photos.ts';
import { cacheFile } from '../cache-folder.ts';

/** Templates of labelled photos: one a photo, of the face that leads it. */
export interface PhotoTemplates {
  readonly dimensions: number;
  /** The person of each template, numbered from 0 in the order of their first photo. */
  readonly people: readonly number[];
  /** One template behind the other, unit length. */
  readonly vectors: Float32Array;
}

const keptShape = z.object({ dimensions: z.number(), people: z.array(z.number()) });

const listName = (packId: string) => cacheFile(`templates-${packId}.json`);
const vectorsName = (packId: string) => cacheFile(`templates-${packId}.f32`);

/** Templates that `keepPhotoTemplates` has made before. */
export function readPhotoTemplates(packId: string): PhotoTemplates {
  const kept = keptShape.parse(JSON.parse(readFileSync(listName(packId), 'utf8')));
  const bytes = new Uint8Array(readFileSync(vectorsName(packId)));
  return { ...kept, vectors: new Float32Array(bytes.buffer) };
}

/**
 * Analyses the labelled photos with a pack, unless it has been done on this machine.
 *
 * @param pack id or name
 * @returns the pack's id
 */
export async function keepPhotoTemplates(pack: string): Promise<string> {
  const vision = await openBenchVision();
  try {
    const { id } = await vision.requirePack(pack);
    if (existsSync(listName(id))) return id;
    const photos = lfwPhotos();
    const paths = photos.map((photo) => dataPath('lfw', photo));
    const analysed = await analyzeAll(vision, id, paths);
    const numbers = new Map<string, number>();
    const people: number[] = [];
    const templates: Float32Array[] = [];
    for (const photo of photos) {
      const template = analysed.get(dataPath('lfw', photo))?.faces[0]?.template;
      if (template === undefined) continue;
      const name = personOf(photo);
      if (!numbers.has(name)) numbers.set(name, numbers.size);
      people.push(numbers.get(name) ?? 0);
      templates.push(template);
    }
    const dimensions = templates[0]?.length ?? 0;
    const vectors = new Float32Array(templates.length * dimensions);
    for (const [at, template] of templates.entries()) vectors.set(template, at * dimensions);
    writeFileSync(vectorsName(id), vectors);
    writeFileSync(listName(id), JSON.stringify({ dimensions, people }));
    return id;
  } finally {
    await vision.close();
  }
}
