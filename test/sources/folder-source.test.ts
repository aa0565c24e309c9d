import { rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderSourceError } from '../../src/sources/folder/folder-source-error.ts';
import { openFolderSource } from '../../src/sources/folder/open-folder-source.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract } from '../contracts/photo-source-contract.ts';
import { folderWith } from '../support/folder-with.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ANY_TEXT: unknown = expect.any(String);

async function namesIn(path: string): Promise<string[]> {
  const source = await openFolderSource(path);
  return (await collect(source.photos())).map(({ name }) => name);
}

photoSourceContract('A folder', {
  namesOfItsOwn: ['first line\nsecond line.jpg', 'back\\slash.jpg'],
  async make(files) {
    const folder = await folderWith(files);
    return { source: await openFolderSource(folder), spoil: (name) => rm(join(folder, name)) };
  },
});

describe('A folder of photos', () => {
  it('names its kind', async () => {
    expect((await openFolderSource(await temporaryFolder())).kind).toBe('folder');
  });

  it('goes through names in the order of their characters, a folder in its place among files', async () => {
    const one = Uint8Array.of(1);
    const folder = await folderWith({ 'c.jpg': one, 'b/2.jpg': one, 'b/10.jpg': one, 'a.jpg': one });
    expect(await namesIn(folder)).toEqual(['a.jpg', 'b/10.jpg', 'b/2.jpg', 'c.jpg']);
  });

  it('does not follow links to folders, so that it ends', async () => {
    const folder = await folderWith({ 'below/a.jpg': Uint8Array.of(1) });
    await symlink(folder, join(folder, 'below', 'loop'));
    await symlink(join(folder, 'below'), join(folder, 'again.jpg'));
    expect(await namesIn(folder)).toEqual(['below/a.jpg']);
  });

  it('follows links to photos and passes over those that lead nowhere', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1) });
    await symlink(join(folder, 'a.jpg'), join(folder, 'b.jpg'));
    await symlink(join(folder, 'gone.jpg'), join(folder, 'c.jpg'));
    expect(await namesIn(folder)).toEqual(['a.jpg', 'b.jpg']);
  });

  it('takes a single photo as a source of one', async () => {
    const folder = await folderWith({ 'one.JPG': Uint8Array.of(4), 'two.jpg': Uint8Array.of(5) });
    const [photo, ...rest] = await collect((await openFolderSource(join(folder, 'one.JPG'))).photos());
    expect(rest).toEqual([]);
    expect(photo?.name).toBe('one.JPG');
    expect(await photo?.read()).toEqual(Buffer.of(4));
  });

  it.each([
    ['gone', 'missing'],
    ['notes.txt', 'not_a_photo'],
    ['notes.txt/below', 'missing'],
  ])('refuses %s as %s, with a remedy', async (name, code) => {
    const folder = await folderWith({ 'notes.txt': Uint8Array.of(1) });
    const opening = openFolderSource(join(folder, name));
    await expect(opening).rejects.toThrow(FolderSourceError);
    await expect(opening).rejects.toMatchObject({ code, remedy: ANY_TEXT });
  });

  it('says which folder has become unreadable meanwhile', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1), 'b/c.jpg': Uint8Array.of(1) });
    const photos = (await openFolderSource(folder)).photos()[Symbol.asyncIterator]();
    expect((await photos.next()).value).toMatchObject({ name: 'a.jpg' });
    await rm(join(folder, 'b'), { recursive: true });
    await expect(photos.next()).rejects.toThrow(join(folder, 'b'));
  });

  it('refuses a file that would not even fit into memory', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1) });
    await truncate(join(folder, 'a.jpg'), 2 ** 40);
    const [photo] = await collect((await openFolderSource(folder)).photos());
    await expect(photo?.read(2 ** 20)).rejects.toMatchObject({ code: 'photo_too_large' });
  });

  it('gives a file another version when it has changed', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1) });
    const source = await openFolderSource(folder);
    const versionNow = async () => (await collect(source.photos()))[0]?.version;
    const before = await versionNow();
    await writeFile(join(folder, 'a.jpg'), Uint8Array.of(2, 3));
    expect(await versionNow()).not.toBe(before);
  });

  it('fails to read a photo that is gone', async () => {
    const folder = await folderWith({ 'a.jpg': Uint8Array.of(1) });
    const [photo] = await collect((await openFolderSource(folder)).photos());
    await rm(join(folder, 'a.jpg'));
    await expect(photo?.read()).rejects.toThrow('ENOENT');
  });
});
