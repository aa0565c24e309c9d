import { expect, it, onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { galleryWith, newVector, newVectors } from '../../contracts/catalog-samples.ts';
import { leastOfFive } from '../../support/fair-measurement.ts';
import { longestHoldMsDuring } from '../../support/longest-hold.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** As many as the longest metadata hold of such a length. */
const PAIRS_OF_FACE = 480;
const LONGEST_HOLD_MS = 50;

it('A catalog in a SQLite file never holds others up for long while it stores vectors with as many pairs as may be', async () => {
  const catalog = await openSqliteCatalog({ folder: await temporaryFolder() });
  onTestFinished(() => catalog.close());
  const { gallery } = await galleryWith(catalog, 'a', []);
  const metadata = Object.fromEntries(
    Array.from({ length: PAIRS_OF_FACE }, (_, pair) => [`a longer name ${pair}`, `value ${pair}`]),
  );
  const holdMs = await leastOfFive(LONGEST_HOLD_MS, () => {
    const vectors = Array.from({ length: 100 }, () => newVector({ metadata }));
    return longestHoldMsDuring(() => catalog.faces.putVectors(newVectors(gallery.id, vectors)));
  });
  expect(holdMs).toBeLessThan(LONGEST_HOLD_MS);
});
