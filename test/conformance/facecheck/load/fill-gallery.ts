import { openSqliteCatalog } from '../../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { DEFAULT_PACK } from '../../../../src/vision/packs/built-in-packs.ts';
import { packOf } from '../../../../src/vision/packs/pack-of-definition.ts';
import { newFace, newGallery, newPhoto } from '../../../contracts/catalog-samples.ts';
import { randomTemplate } from '../../../contracts/seeded-templates.ts';

const FACES_A_PHOTO = 1000;

/** Puts a gallery of so many strangers, who look like nobody, into the data folder of a server that does not run. */
export async function fillGallery(folder: string, name: string, faceCount: number): Promise<void> {
  const catalog = await openSqliteCatalog({ folder });
  const { id: packId, templateDimensions } = packOf(DEFAULT_PACK);
  const gallery = await catalog.galleries.create({ ...newGallery(name), packId });
  const random = seededRandom(7);
  for (let stored = 0; stored < faceCount; stored += FACES_A_PHOTO) {
    const faces = Array.from({ length: Math.min(FACES_A_PHOTO, faceCount - stored) }, () =>
      newFace({ template: randomTemplate(templateDimensions, random) }),
    );
    await catalog.photos.add(newPhoto(gallery.id, { packId }), faces);
  }
  await catalog.close();
}
