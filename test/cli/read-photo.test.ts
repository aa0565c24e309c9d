import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPhoto } from '../../src/cli/read-photo.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SETTINGS = { maxPhotoBytes: 10_000 };

describe('a photo named on the command line', () => {
  it('is read when it is no larger than the settings allow', async () => {
    const file = join(await temporaryFolder(), 'a.jpg');
    await writeFile(file, new Uint8Array(10_000));
    expect((await readPhoto(file, SETTINGS)).byteLength).toBe(10_000);
  });

  it('is refused unread when it is larger, even if it would not fit into memory', async () => {
    const file = join(await temporaryFolder(), 'a.jpg');
    await writeFile(file, '');
    await truncate(file, 2 ** 40);
    await expect(readPhoto(file, SETTINGS)).rejects.toMatchObject({
      code: 'photo_too_large',
      details: { bytes: 2 ** 40, limitBytes: 10_000 },
    });
  });

  it('must exist and be no folder', async () => {
    const folder = await temporaryFolder();
    await expect(readPhoto(join(folder, 'gone.jpg'), SETTINGS)).rejects.toMatchObject({ name: 'UsageError' });
    await expect(readPhoto(folder, SETTINGS)).rejects.toMatchObject({ name: 'UsageError' });
  });
});
