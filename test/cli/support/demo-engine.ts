import type { Box } from '../../../src/core/geometry.ts';
import type { Photo } from '../../../src/core/photo.ts';
import type { Match } from '../../../src/services/match.ts';
import { FakeComposition } from './fake-composition.ts';
import { answerOf, BOX, faceOf, GALLERY, photoNamed } from './samples.ts';

const SMALLER: Box = { left: 300, top: 0, width: 20, height: 20 };

/** An engine that finds two faces in every photo it imports and answers every search with these matches. */
export function demoEngine(matches: readonly Match[]): FakeComposition {
  const photos: Photo[] = [];
  return new FakeComposition({
    createGallery: () => Promise.resolve(GALLERY),
    async importPhotos(command) {
      let stored = 0;
      for await (const file of command.source.photos()) {
        await file.read();
        photos.push(photoNamed(file.name));
        command.onFile({ outcome: 'stored', name: file.name, faces: 2, rejectedFaces: [], warnings: [] });
        stored += 1;
      }
      return {
        stored,
        alreadyStored: 0,
        failed: 0,
        faces: 2 * stored,
        rejectedFaces: 0,
        warnedFaces: 0,
        interrupted: false,
      };
    },
    listPhotos: () => Promise.resolve({ items: photos }),
    getPhoto: (photoId) =>
      Promise.resolve({
        photo: photoNamed('', photoId),
        faces: [faceOf(photoId, SMALLER), faceOf(photoId, BOX)],
      }),
    searchByPhoto: () => Promise.resolve(answerOf(matches)),
  });
}
