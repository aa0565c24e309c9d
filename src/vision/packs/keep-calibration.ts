import { rename, writeFile } from 'node:fs/promises';
import { OperatorError } from '../../core/operator-error.ts';
import type { Calibration } from '../../core/score.ts';
import { type PackShelf, readPackFile } from './pack-shelf.ts';

/**
 * The file that describes an added pack.
 *
 * @throws Fault `pack_not_installed`; OperatorError when Likeness itself describes the pack
 */
export async function requireAddedPack(shelf: PackShelf, idOrName: string): Promise<string> {
  const { id } = await shelf.require(idOrName);
  const path = await shelf.fileOf(id);
  if (path !== undefined) return path;
  throw new OperatorError(
    `The pack "${id}" comes with Likeness; its calibration is fixed.`,
    'Calibrate a pack of your own, or measure this one without --calibrate.',
  );
}

/**
 * Writes a measured calibration into the file of an added pack, at once or not at all; the pack is no longer
 * provisional. Whoever has the pack loaded keeps the old one until the next start.
 *
 * @returns the file
 * @throws what `requireAddedPack` throws
 */
export async function keepCalibration(
  shelf: PackShelf,
  idOrName: string,
  calibration: Calibration,
): Promise<string> {
  const path = await requireAddedPack(shelf, idOrName);
  const pack = { ...(await readPackFile(path)), calibration, provisional: false };
  const unfinished = `${path}.unfinished`;
  await writeFile(unfinished, `${JSON.stringify(pack, undefined, 2)}\n`);
  await rename(unfinished, path);
  return path;
}
