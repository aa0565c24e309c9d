import { onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { catalogContract } from '../contracts/catalog-contract.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

catalogContract('SQLite', async () => {
  const catalog = await openSqliteCatalog({ folder: await temporaryFolder() });
  onTestFinished(() => catalog.close());
  return catalog;
});
