import { fileURLToPath } from 'node:url';
import { lfwPhotos } from '../vision/fit/lfw-people.ts';
import { dataPath, hasLabelledPhotos } from '../vision/labelled-photos.ts';

/** What a set of photos is called, and where they lie. */
export interface PhotoSet {
  readonly name: string;
  readonly paths: readonly string[];
}

const SAMPLES = [1, 2, 3, 4, 5, 6];

/** Six photos of groups of women, about 1920 x 1400, that come with the installation. */
export function groupPhotos(): PhotoSet {
  const paths = SAMPLES.map((number) =>
    fileURLToPath(
      new URL(`../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url),
    ),
  );
  return { name: 'six group photos of about 1920x1400', paths };
}

/** Evenly chosen photos of LFW, 250 x 250 with one large face; undefined where they are not at hand. */
export function portraits(count: number): PhotoSet | undefined {
  if (!hasLabelledPhotos) return undefined;
  const all = lfwPhotos();
  const paths = Array.from({ length: count }, (_, index) =>
    dataPath('lfw', all[Math.floor((index * all.length) / count)] ?? ''),
  );
  return { name: `${count} portraits of LFW, 250x250`, paths };
}
