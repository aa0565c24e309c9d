import { basename } from 'node:path';
import type { Application, DemoPictures, PhotoSource } from '../composition.ts';
import { readPhoto } from '../read-photo.ts';
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

/** Shows what Likeness can do on somebody's own photos. */
export async function demoWithFolder(
  stage: DemoStage,
  pictures: DemoPictures,
  own: OwnPhotos,
): Promise<DemoSearch> {
  const source = await stage.application.folderSource(own.folder);
  stage.step(`finding the faces of the photos in ${own.folder}`);
  await indexForDemo(stage, source);
  const probe =
    own.photo === undefined
      ? await cutFirstFace(stage.application, source, pictures)
      : { name: basename(own.photo), photo: await readPhoto(own.photo, stage.session.loadSettings()) };
  stage.step(`searching with ${probe.name}`);
  return searchForDemo(stage.application, probe);
}
