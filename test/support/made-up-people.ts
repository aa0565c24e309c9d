import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { analyzePhoto } from '../../src/vision/analyze-photo.ts';
import { cutFace } from '../../src/vision/demo-copies.ts';
import { samplePhoto } from './sample-photos.ts';
import { loadDefaultPack, PHOTO_LIMITS } from './vision-models.ts';

const CHANGES: readonly ((photo: Sharp) => Sharp)[] = [
  (photo) => photo.jpeg({ quality: 90 }),
  (photo) => photo.flop().jpeg({ quality: 85 }),
  (photo) => photo.modulate({ brightness: 0.6 }).jpeg({ quality: 80 }),
  (photo) => photo.blur(1.2).jpeg({ quality: 70 }),
];

/**
 * Writes a folder for each of the women in one sample photo, with four altered copies of her face: certainly the same
 * person inside a folder, certainly others outside.
 *
 * @returns how many people there are
 */
export async function writeMadeUpPeople(folder: string, nameOf: (person: number) => string): Promise<number> {
  const pack = await loadDefaultPack();
  const photo = await samplePhoto(5);
  const { faces } = await analyzePhoto(pack, photo, { limits: PHOTO_LIMITS });
  await pack.release();
  for (const [person, { box }] of faces.entries()) {
    const face = await cutFace(photo, box);
    const own = join(folder, nameOf(person));
    await mkdir(own, { recursive: true });
    for (const [index, change] of CHANGES.entries()) {
      await writeFile(join(own, `${index}.jpg`), await change(sharp(face)).toBuffer());
    }
  }
  return faces.length;
}
