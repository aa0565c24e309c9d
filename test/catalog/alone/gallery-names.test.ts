import { join } from 'node:path';
import Database from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { newGallery } from '../../contracts/catalog-samples.ts';
import { leastOfFive } from '../../support/fair-measurement.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SEARCHES = 200;
/** Looking at each of them would take a hundred times as long. */
const MOST_TIMES = 5;

/** A catalog with so many galleries, of which one is named `wanted`. */
async function catalogOf(galleries: number) {
  const folder = await temporaryFolder();
  const catalog = await openSqliteCatalog({ folder });
  onTestFinished(() => catalog.close());
  await catalog.galleries.create(newGallery('wanted'));
  const database = new Database(join(folder, 'catalog.sqlite'));
  const columns = 'pack_id, quality_rules, created_at_ms, face_count, photo_count, deleted';
  database.exec(
    `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${galleries})
     insert into galleries (id, name, ${columns})
     select 'other ' || n, 'other ' || n, ${columns} from numbers, galleries where name = 'wanted'`,
  );
  database.close();
  return catalog;
}

async function searchMs({ galleries }: Awaited<ReturnType<typeof catalogOf>>): Promise<number> {
  const startedAtMs = performance.now();
  for (let search = 0; search < SEARCHES; search += 1) await galleries.findByName('wanted');
  return performance.now() - startedAtMs;
}

it('A gallery is found by its name among twenty thousand as soon as among twenty', async () => {
  const [few, many] = [await catalogOf(20), await catalogOf(20_000)];
  await searchMs(few);
  const times = await leastOfFive(MOST_TIMES, async () => (await searchMs(many)) / (await searchMs(few)));
  expect((await many.galleries.findByName('other 20000'))?.name).toBe('other 20000');
  expect(times).toBeLessThan(MOST_TIMES);
});
