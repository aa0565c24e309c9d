import { totalmem } from 'node:os';
import { openFolderBlobStore } from '../../blobs/folder/folder-blob-store.ts';
import { openSqliteCatalog } from '../../catalog/sqlite/open-sqlite-catalog.ts';
import type { Settings } from '../../config/settings.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Catalog } from '../../ports/catalog.ts';
import { STANDARD_1 } from '../../vision/packs/standard-1.ts';
import { countStored } from '../count-stored.ts';
import { blobsFolderOf } from '../open-parts.ts';
import { bad, good, type Outcome, warning, wordsOf } from './outcome.ts';

const BYTES_A_COMPONENT = 4;
const MEBIBYTE = 1024 ** 2;
const LARGE_SHARE_OF_MEMORY = 0.5;

function failure(error: unknown): Outcome {
  const remedy = error instanceof OperatorError ? error.remedy : 'Restore the latest backup.';
  return bad(wordsOf(error), remedy);
}

async function examineCatalog(catalog: Catalog): Promise<Outcome> {
  const [problem] = await catalog.check();
  if (problem !== undefined) {
    return bad(
      `The catalog is damaged: ${problem}`,
      'Stop the server, keep a copy, restore the latest backup.',
    );
  }
  const { galleries, faces, packs } = await countStored(catalog);
  const others = [...packs].filter(([packId]) => packId !== STANDARD_1.id).flatMap(([, names]) => names);
  if (others.length > 0) {
    return warning(
      `${others.length} galleries were made with another model pack than ${STANDARD_1.id}.`,
      'They can be listed, but neither searched nor added to, with this version.',
    );
  }
  const indexBytes = faces * STANDARD_1.templateDimensions * BYTES_A_COMPONENT;
  const sentence = `${galleries} galleries with ${faces} faces; the index takes ${Math.ceil(indexBytes / MEBIBYTE)} MiB.`;
  if (indexBytes < totalmem() * LARGE_SHARE_OF_MEMORY) return good(sentence);
  return warning(sentence, 'That is more than half of the memory of this machine: use a larger one.');
}

/** Is the database sound, and does its index fit into memory? */
export async function examineDatabase({ data }: Pick<Settings, 'data'>): Promise<Outcome> {
  try {
    const catalog = await openSqliteCatalog({ folder: data });
    try {
      return await examineCatalog(catalog);
    } finally {
      await catalog.close();
    }
  } catch (error) {
    return failure(error);
  }
}

/** Can the pictures of faces be read? */
export async function examineBlobs(settings: Pick<Settings, 'data'>): Promise<Outcome> {
  try {
    const blobs = await openFolderBlobStore({ folder: blobsFolderOf(settings) });
    let count = 0;
    for await (const _ of blobs.list()) count += 1;
    return good(`${count} pictures are stored.`);
  } catch (error) {
    return failure(error);
  }
}
