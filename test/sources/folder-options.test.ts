import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SourcePhoto } from '../../src/ports/photo-source.ts';
import { openFolderSource } from '../../src/sources/folder/open-folder-source.ts';
import { collect } from '../contracts/collect.ts';
import { folderWith } from '../support/folder-with.ts';

const ONE = Uint8Array.of(1);
const ANY_TEXT: unknown = expect.any(String);

async function firstOf(folder: string): Promise<SourcePhoto | undefined> {
  return (await collect((await openFolderSource(folder)).photos()))[0];
}

describe('What lies beside a photo', () => {
  it.each(['a.jpg.json', 'a.json'])(
    'is metadata when it is %s, its url the page of the photo',
    async (name) => {
      const json = Buffer.from('{"name":"Anna","year":1999,"url":"https://example.org/a"}');
      const folder = await folderWith({ 'sub/a.jpg': ONE, [`sub/${name}`]: json, 'sub/other.json': ONE });
      expect(await (await firstOf(folder))?.sidecar?.()).toEqual({
        metadata: { name: 'Anna', year: 1999 },
        url: 'https://example.org/a',
      });
    },
  );

  it.each(['a.jpg.xmp', 'a.xmp'])('is XMP when it is %s', async (name) => {
    const folder = await folderWith({ 'a.jpg': ONE, [name]: Buffer.from('<x/>') });
    expect(await (await firstOf(folder))?.sidecar?.()).toEqual({ xmp: '<x/>' });
  });

  it('keeps a url that is none as metadata, and may be missing', async () => {
    const folder = await folderWith({ 'a.jpg': ONE, 'a.json': Buffer.from('{"url":"shelf 3"}') });
    expect(await (await firstOf(folder))?.sidecar?.()).toEqual({ metadata: { url: 'shelf 3' } });
    expect(await (await firstOf(await folderWith({ 'b.jpg': ONE })))?.sidecar?.()).toEqual({});
  });

  it.each([
    ['is not JSON', Buffer.from('{')],
    ['is not an object', Buffer.from('[1]')],
  ])('is refused with a remedy when it %s', async (problem, json) => {
    const reading = (await firstOf(await folderWith({ 'a.jpg': ONE, 'a.json': json })))?.sidecar?.();
    await expect(reading).rejects.toThrow(`a.json beside it cannot be used: it ${problem}`);
    await expect(reading).rejects.toMatchObject({ remedy: ANY_TEXT });
  });

  it('is refused when it is too long to be a description', async () => {
    const files = { 'a.jpg': ONE, 'a.json': Buffer.alloc(1_000_001, ' ') };
    const reading = (await firstOf(await folderWith(files)))?.sidecar?.();
    await expect(reading).rejects.toMatchObject({ code: 'too_long', remedy: ANY_TEXT });
  });
});

describe('A folder whose links must not lead out of it', () => {
  it('reads what links inside of it lead to, and nothing else: photos, descriptions and patterns', async () => {
    const outside = await folderWith({ 'secret.jpg': ONE, 'settings.json': Buffer.from('{"key":"secret"}') });
    const folder = await folderWith({ 'a.jpg': ONE, 'b.jpg': ONE });
    await symlink(join(folder, 'a.jpg'), join(folder, 'inside.jpg'));
    await symlink(join(outside, 'secret.jpg'), join(folder, 'out.jpg'));
    await symlink(join(outside, 'settings.json'), join(folder, 'b.json'));
    const source = await openFolderSource(folder, { staysInside: true });
    const photos = new Map((await collect(source.photos())).map((photo) => [photo.name, photo]));
    expect([...photos.keys()]).toEqual(['a.jpg', 'b.jpg', 'inside.jpg', 'out.jpg']);
    expect(await photos.get('inside.jpg')?.read()).toEqual(Buffer.from(ONE));
    await expect(photos.get('out.jpg')?.read()).rejects.toMatchObject({ code: 'outside' });
    await expect(photos.get('b.jpg')?.sidecar?.()).rejects.toMatchObject({ code: 'outside' });
    await symlink(join(outside, 'settings.json'), join(folder, '.likenessignore'));
    const opening = openFolderSource(folder, { staysInside: true });
    await expect(opening).rejects.toMatchObject({ code: 'outside', remedy: ANY_TEXT });
  });

  it('follows them where the operator has named the folder', async () => {
    const outside = await folderWith({ 'album.jpg': ONE });
    const folder = await folderWith({});
    await symlink(join(outside, 'album.jpg'), join(folder, 'a.jpg'));
    expect(await (await firstOf(folder))?.read()).toEqual(Buffer.from(ONE));
  });
});

describe('A folder with patterns of what to pass over', () => {
  const files = {
    'a.jpg': ONE,
    'thumbs/b.jpg': ONE,
    'sub/thumbs/c.jpg': ONE,
    'sub/d.png': ONE,
    'e.JPG': ONE,
  };
  const namesWith = async (folder: string, ignore: readonly string[]) =>
    (await collect((await openFolderSource(folder, { ignore })).photos())).map(({ name }) => name);

  it.each([
    [['thumbs/'], ['a.jpg', 'e.JPG', 'sub/d.png']],
    [['/thumbs/'], ['a.jpg', 'e.JPG', 'sub/d.png', 'sub/thumbs/c.jpg']],
    [['*.jpg'], ['e.JPG', 'sub/d.png']],
    [['*', '!*/', '!*.png'], ['sub/d.png']],
    [[], ['a.jpg', 'e.JPG', 'sub/d.png', 'sub/thumbs/c.jpg', 'thumbs/b.jpg']],
  ])('does what git does with %j', async (ignore, left) => {
    expect(await namesWith(await folderWith(files), ignore)).toEqual(left);
  });

  it('takes those of its file .likenessignore as well', async () => {
    const folder = await folderWith({ ...files, '.likenessignore': Buffer.from('# small\nthumbs/\n') });
    expect(await namesWith(folder, ['sub/'])).toEqual(['a.jpg', 'e.JPG']);
  });
});

describe('What lies beside a photo', () => {
  /** As one that nobody has changed for long. */
  async function oldFolderWith(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
    const folder = await folderWith(files);
    await utimes(folder, 1_700_000_000, 1_700_000_000);
    return folder;
  }

  it('is read in a folder that has long been as it is', async () => {
    const folder = await oldFolderWith({ 'a.jpg': ONE, 'a.JPG.json': ONE, 'a.json': Buffer.from('{"x":1}') });
    expect(await (await firstOf(folder))?.sidecar?.()).toEqual({ metadata: { x: 1 } });
  });

  it('is read also when it comes after the photos were listed', async () => {
    const folder = await oldFolderWith({ 'a.jpg': ONE, 'b.json': ONE });
    const photo = await firstOf(folder);
    expect(await photo?.sidecar?.()).toEqual({});
    await writeFile(join(folder, 'a.json'), '{"x":1}');
    expect(await photo?.sidecar?.()).toEqual({ metadata: { x: 1 } });
  });
});

describe('A folder that is counted', () => {
  const NEVER = new AbortController().signal;

  it('has as many photos as it gives, and none more once nobody asks', async () => {
    const names = Array.from({ length: 30 }, (_, number) => `${number % 3}/${number}.jpg`);
    const files = Object.fromEntries([...names, 'thumbs/x.jpg', 'notes.txt'].map((name) => [name, ONE]));
    const source = await openFolderSource(await folderWith(files), { ignore: ['thumbs/'] });
    expect(await source.count?.(NEVER)).toBe(30);
    expect(await collect(source.photos())).toHaveLength(30);
    expect(await source.count?.(AbortSignal.abort())).toBe(0);
  });

  it('says what is wrong when a folder in it is gone', async () => {
    const folder = await folderWith({ 'a.jpg': ONE });
    const source = await openFolderSource(folder);
    await rm(folder, { recursive: true });
    await expect(source.count?.(NEVER)).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('A folder that is watched', () => {
  async function watching(folder: string, ignore: readonly string[] = []) {
    const stop = new AbortController();
    const source = await openFolderSource(folder, { watch: true, ignore });
    const photos = source.photos(stop.signal)[Symbol.asyncIterator]();
    onTestFinished(async () => {
      stop.abort();
      await photos.return?.();
    });
    const nextPhoto = async (): Promise<SourcePhoto | undefined> => {
      const result = await photos.next();
      return result.done === true ? undefined : result.value;
    };
    const next = async () => (await nextPhoto())?.name;
    return { source, photos, stop, next, nextPhoto };
  }

  it('goes on with what comes later: written, moved there, and in new folders', async () => {
    const folder = await folderWith({ 'a.jpg': ONE });
    const elsewhere = await folderWith({ 'moved.jpg': ONE, 'whole/inside.jpg': ONE });
    const { source, next } = await watching(folder);
    expect(source.isEndless).toBe(true);
    expect(await next()).toBe('a.jpg');
    await writeFile(join(folder, 'b.jpg'), ONE);
    expect(await next()).toBe('b.jpg');
    await rename(join(elsewhere, 'moved.jpg'), join(folder, 'moved.jpg'));
    expect(await next()).toBe('moved.jpg');
    await mkdir(join(folder, 'new'));
    await writeFile(join(folder, 'new', 'c.jpg'), ONE);
    expect(await next()).toBe('new/c.jpg');
    await rename(join(elsewhere, 'whole'), join(folder, 'whole'));
    expect(await next()).toBe('whole/inside.jpg');
  });

  it('waits until a photo is complete', async () => {
    const folder = await folderWith({});
    const { nextPhoto } = await watching(folder);
    const coming = nextPhoto();
    await expect.poll(() => writeFile(join(folder, 'a.jpg'), ONE).then(() => true)).toBe(true);
    for (let piece = 0; piece < 8; piece += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await writeFile(join(folder, 'a.jpg'), Buffer.alloc(1000 * (piece + 1)));
    }
    const photo = await coming;
    expect((await photo?.read())?.byteLength).toBe(8000);
  });

  it('passes over what the walk passes over, and what is gone again', async () => {
    const folder = await folderWith({ 'thumbs/a.jpg': ONE, '.hidden/a.jpg': ONE });
    const { next } = await watching(folder, ['thumbs/']);
    const first = next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const name of ['thumbs/b.jpg', '.hidden/b.jpg', '.c.jpg', 'notes.txt', 'gone.jpg'])
      await writeFile(join(folder, name), ONE);
    await rm(join(folder, 'gone.jpg'));
    await writeFile(join(folder, 'wanted.jpg'), ONE);
    expect(await first).toBe('wanted.jpg');
  });

  it('ends at its signal, also while nothing comes', async () => {
    const { photos, stop } = await watching(await folderWith({}));
    const waiting = photos.next();
    setTimeout(() => stop.abort(), 300);
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('says that it is gone', async () => {
    const folder = await folderWith({ 'a.jpg': ONE });
    const { photos, next } = await watching(folder);
    expect(await next()).toBe('a.jpg');
    const waiting = photos.next();
    await rm(folder, { recursive: true });
    await expect(waiting).rejects.toMatchObject({ code: 'missing', remedy: ANY_TEXT });
  });

  it('must be a folder', async () => {
    const folder = await folderWith({ 'a.jpg': ONE });
    const opening = openFolderSource(join(folder, 'a.jpg'), { watch: true });
    await expect(opening).rejects.toMatchObject({ code: 'unwatchable' });
  });
});
