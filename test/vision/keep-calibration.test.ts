import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../src/core/score.ts';
import { keepCalibration, requireAddedPack } from '../../src/vision/packs/keep-calibration.ts';
import { PackShelf } from '../../src/vision/packs/pack-shelf.ts';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { MODELS_FOLDER } from '../support/vision-models.ts';

const CALIBRATION: Calibration = {
  knots: [
    { similarity: 0.1, logFalseMatchRate: -0.3 },
    { similarity: 0.6, logFalseMatchRate: -4 },
  ],
  measuredUpTo: 0.6,
  samePhotoSimilarity: 0.98,
};

/** A shelf with a pack that an operator has added, of our own models. */
async function shelfWithMine(): Promise<{ readonly shelf: PackShelf; readonly folder: string }> {
  const folder = await temporaryFolder();
  const mine = { ...STANDARD_2, id: 'mine-1', provisional: true };
  await writeFile(join(folder, 'mine.pack.json'), JSON.stringify(mine));
  return { shelf: new PackShelf([STANDARD_2], [folder, MODELS_FOLDER]), folder };
}

describe('keeping a calibration', () => {
  it('changes the calibration of an added pack and nothing else', async () => {
    const { shelf, folder } = await shelfWithMine();
    const before = await shelf.require('mine');
    const path = await keepCalibration(shelf, 'mine', CALIBRATION);
    expect(path).toBe(join(folder, 'mine.pack.json'));
    const after = await new PackShelf([STANDARD_2], [folder, MODELS_FOLDER]).require('mine-1');
    expect(after).toEqual({ ...before, calibration: CALIBRATION, provisional: false });
    expect(await readdir(folder)).toEqual(['mine.pack.json']);
  });

  it('leaves our own packs alone', async () => {
    const { shelf, folder } = await shelfWithMine();
    const before = await readFile(join(folder, 'mine.pack.json'), 'utf8');
    await expect(requireAddedPack(shelf, 'standard')).rejects.toThrow('"standard-2" comes with Likeness');
    await expect(keepCalibration(shelf, 'standard-2', CALIBRATION)).rejects.toThrow('comes with Likeness');
    expect(await readFile(join(folder, 'mine.pack.json'), 'utf8')).toBe(before);
  });

  it('names a pack that is not installed', async () => {
    const { shelf } = await shelfWithMine();
    await expect(requireAddedPack(shelf, 'other')).rejects.toThrow('"other" is not installed');
  });
});
