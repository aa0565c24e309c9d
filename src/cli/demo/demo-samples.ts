import type { DemoPictures } from '../composition.ts';
import { type DemoStage, indexForDemo } from './demo-stage.ts';
import { findFace } from './find-face.ts';
import { memorySource, sampleSource } from './sample-photos.ts';
import { type DemoSearch, searchForDemo } from './search-for-demo.ts';
import { judge, type Verdict } from './verdict.ts';

/** Chosen by trying, because it shows the order clearly: a demonstration, no measurement. */
const PROBE_PHOTO = 'sample6.jpg';

/** Shows what Likeness can do on photos of which it is known who is where. */
export async function demoWithSamples(
  stage: DemoStage,
  pictures: DemoPictures,
): Promise<DemoSearch & { readonly verdict: Verdict }> {
  const samples = sampleSource();
  stage.step('finding the faces of the sample photos');
  await indexForDemo(stage, samples);
  const face = await findFace(stage.application, samples, PROBE_PHOTO);
  stage.step(`adding altered copies of ${face.photoName}`);
  const copies = await pictures.alteredCopies(face.photo, face.box);
  const named = copies.map((copy) => ({
    ...copy,
    name: face.photoName.replace(/(\.\w+)$/, ` (${copy.label})$1`),
  }));
  await indexForDemo(stage, memorySource(named));
  stage.step(`cutting a face out of ${face.photoName} and searching with it`);
  const search = await searchForDemo(stage.application, {
    name: `a face cut out of ${face.photoName}`,
    photo: await pictures.cutFace(face.photo, face.box),
  });
  const places = new Map([[face.photoName, face.box], ...named.map(({ name, box }) => [name, box] as const)]);
  return { ...search, verdict: judge(search.matches, face.photoName, places) };
}
