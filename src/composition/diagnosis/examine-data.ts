import { totalmem } from 'node:os';
import { countFolderBlobs } from '../../blobs/folder/count-folder-blobs.ts';
import {
  type CatalogExamination,
  examineSqliteCatalog,
  type PackTotals,
} from '../../catalog/sqlite/examine-sqlite-catalog.ts';
import type { Settings } from '../../config/settings.ts';
import { foreignDimensionsOf } from '../../core/foreign-pack.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { Pack } from '../../core/pack.ts';
import { memoryBytesOfFace } from '../../index/quantised/code-lengths.ts';
import { rowBytesOf } from '../../index/quantised/row-format.ts';
import { packOf } from '../../vision/packs/pack-of-definition.ts';
import { blobsFolderOf, packShelfOf } from '../open-parts.ts';
import { bad, good, type Outcome, warning, wordsOf } from './outcome.ts';

const MEBIBYTE = 1024 ** 2;
const LARGE_SHARE_OF_MEMORY = 0.5;

function failure(error: unknown): Outcome {
  const remedy = error instanceof OperatorError ? error.remedy : 'Restore the latest backup.';
  return bad(wordsOf(error), remedy);
}

function sumOf(packs: readonly PackTotals[], count: 'galleries' | 'faces'): number {
  return packs.reduce((sum, pack) => sum + pack[count], 0);
}

type InstalledPacks = ReadonlyMap<string, Pick<Pack, 'templateDimensions'>>;

function dimensionsOf(packId: string, installed: InstalledPacks): number {
  return foreignDimensionsOf(packId) ?? installed.get(packId)?.templateDimensions ?? 0;
}

interface Known {
  readonly installed: InstalledPacks;
  /** See the setting. */
  readonly indexTemplateBytes: number;
}

/** What the index takes of memory: codes of all faces, 8-bit templates of as many as there is room for. */
function indexBytesOf(packs: readonly PackTotals[], { installed, indexTemplateBytes }: Known): number {
  let codeBytes = 0;
  let templateBytes = 0;
  for (const { packId, faces } of packs) {
    const dimensions = dimensionsOf(packId, installed);
    codeBytes += faces * memoryBytesOfFace(packId, dimensions);
    templateBytes += faces * rowBytesOf(dimensions);
  }
  return codeBytes + Math.min(templateBytes, indexTemplateBytes);
}

function judgeSize(packs: readonly PackTotals[], known: Known): Outcome {
  const indexBytes = indexBytesOf(packs, known);
  const indexMebibytes = Math.ceil(indexBytes / MEBIBYTE);
  const sentence = `${sumOf(packs, 'galleries')} galleries with ${sumOf(packs, 'faces')} faces; the index takes ${indexMebibytes} MiB.`;
  if (indexBytes < totalmem() * LARGE_SHARE_OF_MEMORY) return good(sentence);
  return warning(sentence, 'That is more than half of the memory of this machine: use a larger one.');
}

function judgeCatalog({ version, problems, packs }: CatalogExamination, known: Known): Outcome {
  const { installed } = known;
  const [problem] = problems;
  if (problem !== undefined) {
    return bad(
      `The catalog is damaged: ${problem}`,
      'Stop the server, keep a copy, restore the latest backup.',
    );
  }
  if (version === 'older') {
    return warning(
      'The catalog was written by an older version of Likeness.',
      'Make a backup of the data folder; the next start brings the catalog to this version.',
    );
  }
  const others = packs.filter(({ packId }) => dimensionsOf(packId, installed) === 0);
  if (others.length === 0) return judgeSize(packs, known);
  const names = others.map(({ packId }) => packId).join(', ');
  return warning(
    `${sumOf(others, 'galleries')} galleries were made with model packs that are not installed: ${names}.`,
    'They can be listed, but neither searched nor added to, until "likeness models pull" has fetched their files (see docs/models.md).',
  );
}

/** Is the database sound, and does its index fit into memory? It is only read. */
export async function examineDatabase(settings: Settings): Promise<Outcome> {
  const { data } = settings;
  try {
    const examination = await examineSqliteCatalog({ folder: data });
    const packs = (await packShelfOf(settings).installed()).map(packOf);
    const installed = new Map(packs.map((pack) => [pack.id, pack]));
    const { indexTemplateBytes } = settings;
    if (examination) return judgeCatalog(examination, { installed, indexTemplateBytes });
    return warning(
      `There is no catalog in ${data} yet.`,
      'Start the server or index photos; or check LIKENESS_DATA if you expected one here.',
    );
  } catch (error) {
    return failure(error);
  }
}

/** Can the pictures of faces be read? */
export async function examineBlobs(settings: Pick<Settings, 'data'>): Promise<Outcome> {
  const folder = blobsFolderOf(settings);
  try {
    const count = await countFolderBlobs({ folder });
    if (count !== undefined) return good(`${count} pictures are stored.`);
    return warning(
      `There are no pictures in ${folder} yet.`,
      'Start the server or index photos; if there were some, restore the latest backup.',
    );
  } catch (error) {
    return failure(error);
  }
}
