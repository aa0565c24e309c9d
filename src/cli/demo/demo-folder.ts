import { basename } from 'node:path';
import type { Application, DemoPictures, PhotoSource } from '../composition.ts';
import { readPhoto } from '../read-photo.ts';
import { withSource } from '../with-source.ts';
import { type DemoStage, indexForDemo } from './demo-stage.ts';
import { findFace } from './find-face.ts';
import { type DemoProbe, type DemoSearch, searchForDemo } from './search-for-demo.ts';

interface OwnPhotos {
  readonly folder: string;
  /** Photo to search with; without it, the most prominent face of the first photo. */
  readonly photo: string | undefined;
}

async function cutFirstFace(
  application: Application,
  source: PhotoSource,
  pictures: DemoPictures,
): Promise<DemoProbe> {
  const { photoName, photo, box } = await findFace(application, source);
  return { name: `the most prominent face of ${photoName}`, photo: await pictures.cutFace(photo, box) };
}

async function indexAndChooseProbe(
  stage: DemoStage,
  pictures: DemoPictures,
  { photo }: OwnPhotos,
  source: PhotoSource,
): Promise<DemoProbe> {
  await indexForDemo(stage, source);
  if (photo === undefined) return cutFirstFace(stage.application, source, pictures);
  return { name: basename(photo), photo: await readPhoto(photo, stage.session.loadSettings()) };
}

/** Shows what Likeness can do on somebody's own photos. */
export async function demoWithFolder(
  stage: DemoStage,
  pictures: DemoPictures,
  own: OwnPhotos,
): Promise<DemoSearch> {
  stage.step(`finding the faces of the photos in ${own.folder}`);
  const probe = await withSource(stage.application.folderSource(own.folder), (source) =>
    indexAndChooseProbe(stage, pictures, own, source),
  );
  stage.step(`searching with ${probe.name}`);
  return searchForDemo(stage.application, probe);
}
