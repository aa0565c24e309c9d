import { writeSync } from 'node:fs';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { newFace, newPhoto } from '../contracts/catalog-samples.ts';

/**
 * A process of its own that stores photos of two faces each: `<folder> <gallery id> <how many> <at the same time>`. It writes the id
 * of each one on a line of its own once it is acknowledged, and nothing before.
 */
const [folder = '', galleryId = '', count = '0', atOnce = '1'] = process.argv.slice(2);
const catalog = await openSqliteCatalog({ folder });
let begun = 0;

async function store(): Promise<void> {
  while (begun < Number(count)) {
    begun += 1;
    const { photo } = await catalog.photos.add(newPhoto(galleryId), [newFace(), newFace()]);
    writeSync(1, `${photo.id}\n`);
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, store));
await catalog.close();
