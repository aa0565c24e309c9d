import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { vectorToText } from '../../src/core/vector.ts';
import { randomTemplate } from '../contracts/seeded-templates.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

/** Of the scripted pack. */
export const DIMENSIONS = 16;
export const FOREIGN = 5;
export const NAME = 'press';

export async function engineWithGallery(): Promise<TestEngine> {
  const engine = await openEngine();
  await engine.services.createGallery({ name: NAME });
  return engine;
}

export function randomVectors(count: number, dimensions: number, seed = 1): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => randomTemplate(dimensions, random));
}

export function storableOf(vector: Float32Array, position: number) {
  return { name: `vectors[${position}]`, text: vectorToText(vector), metadata: { position } };
}

export function store({ services }: TestEngine, vectors: readonly Float32Array[]) {
  return services.storeVectors({ galleryName: NAME, vectors: vectors.map(storableOf) });
}

export function enroll({ services }: TestEngine, people: readonly string[]) {
  const photo = scriptedPhoto(people);
  const source = { kind: 'upload', fileName: 'people.jpg' };
  return services.enrollPhoto({ galleryName: NAME, photo, faces: 'all', source, metadata: {} });
}

export function search({ services }: TestEngine, probe: Float32Array, limit = 40) {
  const vector = { name: 'probe', text: vectorToText(probe) };
  return services.searchByVector({ galleryName: NAME, vector, limit });
}
