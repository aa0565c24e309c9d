import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { type DrivePlace, openDriveSource } from '../../src/sources/google-drive/open-drive-source.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract, type SourceFiles } from '../contracts/photo-source-contract.ts';
import { FOLDER_TYPE, SHORTCUT_TYPE, TestDriveServer } from '../support/drive-server.ts';
import { callsTo, PATIENCE, placeOn, ROOT } from '../support/drive-world.ts';

const ONE = Uint8Array.of(1);
async function open(server: TestDriveServer, more: Partial<DrivePlace> = {}): Promise<PhotoSource> {
  const source = await openDriveSource(placeOn(server, more), PATIENCE);
  onTestFinished(() => source.close());
  return source;
}

async function namesOn(server: TestDriveServer): Promise<string[]> {
  return (await collect((await open(server)).photos())).map(({ name }) => name);
}

async function firstPhotoOn(server: TestDriveServer) {
  const [photo] = await collect((await open(server)).photos());
  if (photo === undefined) throw new Error('there is no photo');
  return photo;
}

/** Stores files under the root folder, with the folders of their names. @returns their ids by name */
function store(server: TestDriveServer, files: SourceFiles): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [path, content] of Object.entries(files)) {
    const steps = path.split('/');
    let parent = ROOT;
    for (const [index, step] of steps.slice(0, -1).entries()) {
      const folder = steps.slice(0, index + 1).join('/');
      const id = ids.get(folder) ?? server.add(parent, step, { mimeType: FOLDER_TYPE });
      ids.set(folder, id);
      parent = id;
    }
    ids.set(path, server.add(parent, steps.at(-1) ?? '', { content }));
  }
  return ids;
}

photoSourceContract('Google Drive', {
  namesOfItsOwn: ['first line\nsecond line.jpg', 'back\\slash.jpg'],
  async make(files) {
    const server = await TestDriveServer.start();
    const ids = store(server, files);
    return {
      source: await openDriveSource(placeOn(server), PATIENCE),
      async spoil(name) {
        server.files.delete(ids.get(name) ?? '');
      },
    };
  },
});

describe('Photos on Google Drive', () => {
  it('have their id, the page that shows them, and a version that changes with their content', async () => {
    const server = await TestDriveServer.start();
    const id = store(server, { 'a.jpg': ONE }).get('a.jpg') ?? '';
    const source = await open(server);
    const [before] = await collect(source.photos());
    expect(source.kind).toBe('google-drive');
    expect(before).toMatchObject({ id, url: `https://drive.google.com/file/d/${id}/view` });
    server.files.set(id, {
      id,
      parentId: ROOT,
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      content: Buffer.of(2),
    });
    const [after] = await collect(source.photos());
    expect(after?.version).not.toBe(before?.version);
  });

  it('are listed page by page, and no page before it is needed', async () => {
    const server = await TestDriveServer.start();
    store(server, Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`${index}.jpg`, ONE])));
    const photos = (await open(server)).photos()[Symbol.asyncIterator]();
    await photos.next();
    expect(callsTo(server, 'list')).toBe(1);
    expect(await namesOn(server)).toHaveLength(23);
    expect(callsTo(server, 'list')).toBe(1 + 5);
  });

  it('are found on shared drives, and files of one name in one folder are told apart', async () => {
    const server = await TestDriveServer.start();
    const shared = server.add(ROOT, 'shared', { mimeType: FOLDER_TYPE, isOnSharedDrive: true });
    for (const byte of [1, 2])
      server.add(shared, 'a.jpg', { content: Buffer.of(byte), isOnSharedDrive: true });
    const photos = await collect((await open(server, { folderId: shared })).photos());
    expect(photos.map(({ name }) => name)).toEqual(['a.jpg', 'a.jpg']);
    expect(new Set(photos.map(({ id }) => id)).size).toBe(2);
    expect(await Promise.all(photos.map((photo) => photo.read()))).toEqual([Buffer.of(1), Buffer.of(2)]);
  });

  it('are known by their type, or by their name when Drive does not know the type', async () => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'named without ending', { content: ONE, mimeType: 'image/jpeg' });
    server.add(ROOT, 'untyped.avif', { content: ONE });
    server.add(ROOT, 'document.jpg', { mimeType: 'application/vnd.google-apps.document' });
    server.add(ROOT, 'page.jpg', { content: ONE, mimeType: 'text/html' });
    server.add(ROOT, 'raw.cr2', { content: ONE, mimeType: 'image/x-canon-cr2' });
    expect(await namesOn(server)).toEqual(['named without ending', 'untyped.avif']);
  });

  it('are left out when they are in the bin', async () => {
    const server = await TestDriveServer.start();
    const trashed = server.add(ROOT, 'a.jpg', { content: ONE, trashed: true });
    server.add(ROOT, 'shortcut.jpg', { mimeType: SHORTCUT_TYPE, targetId: trashed });
    expect(await namesOn(server)).toEqual([]);
  });

  it('are found through shortcuts, once, and folders through none', async () => {
    const server = await TestDriveServer.start();
    const elsewhere = server.add('another-folder', 'target.jpg', { content: ONE });
    const folder = server.add(ROOT, 'folder', { mimeType: FOLDER_TYPE });
    server.add(ROOT, 'one.jpg', { mimeType: SHORTCUT_TYPE, targetId: elsewhere });
    server.add(ROOT, 'two.jpg', { mimeType: SHORTCUT_TYPE, targetId: elsewhere });
    server.add(folder, 'up', { mimeType: SHORTCUT_TYPE, targetId: ROOT });
    server.add(folder, 'up.jpg', { mimeType: SHORTCUT_TYPE, targetId: folder });
    const photos = await collect((await open(server)).photos());
    expect(photos.map(({ name }) => name)).toEqual(['one.jpg']);
    expect(photos[0]?.version).toBeDefined();
    expect(await photos[0]?.read()).toEqual(Buffer.of(1));
  });

  it('fail alone when a shortcut leads to a file that we may not see', async () => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'a.jpg', { content: ONE });
    server.add(ROOT, 'lost.jpg', { mimeType: SHORTCUT_TYPE, targetId: 'not-shared' });
    const photos = await collect((await open(server)).photos());
    expect(photos.map(({ name }) => name)).toEqual(['a.jpg', 'lost.jpg']);
    await expect(photos[1]?.read()).rejects.toMatchObject({ code: 'file_missing', message: /lost\.jpg/ });
    expect(await photos[0]?.read()).toEqual(Buffer.of(1));
  });

  it('are gone through once though folders lead in a circle', async () => {
    const server = await TestDriveServer.start();
    const folder = server.add(ROOT, 'folder', { mimeType: FOLDER_TYPE });
    server.add(folder, 'a.jpg', { content: ONE });
    server.files.set(ROOT, { id: ROOT, parentId: folder, name: 'circle', mimeType: FOLDER_TYPE });
    expect(await namesOn(server)).toEqual(['folder/a.jpg']);
  });

  it('are not asked for when they are listed as too large, and not read to their end when they are', async () => {
    const server = await TestDriveServer.start();
    const id = server.add(ROOT, 'a.jpg', { content: new Uint8Array(5000) });
    const photo = await firstPhotoOn(server);
    await expect(photo.read(4999)).rejects.toMatchObject({ code: 'photo_too_large' });
    expect(callsTo(server, 'download')).toBe(0);
    const grown = new Uint8Array(80_000_000);
    server.files.set(id, { id, parentId: ROOT, name: 'a.jpg', mimeType: 'image/jpeg', content: grown });
    await expect(photo.read(10_000)).rejects.toMatchObject({ code: 'photo_too_large' });
    expect(callsTo(server, 'download')).toBe(1);
    expect(server.sentBytes).toBeLessThan(grown.byteLength / 2);
  });

  it('are read as they are now when they have changed since they were listed', async () => {
    const server = await TestDriveServer.start();
    const id = server.add(ROOT, 'a.jpg', { content: ONE });
    const photo = await firstPhotoOn(server);
    server.files.set(id, {
      id,
      parentId: ROOT,
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      content: Buffer.of(2),
    });
    expect(await photo.read()).toEqual(Buffer.of(2));
  });

  it('are fetched again when the connection is cut', async () => {
    const server = await TestDriveServer.start();
    const content = new Uint8Array(300_000).fill(7);
    server.add(ROOT, 'a.jpg', { content });
    const photo = await firstPhotoOn(server);
    server.manners = [{ call: 'download', status: 200, cutAfterBytes: 100_000 }];
    expect(Buffer.from(content).equals(await photo.read())).toBe(true);
    expect(callsTo(server, 'download')).toBe(2);
  });

  it.each([
    ['a user', 403, 'userRateLimitExceeded'],
    ['a project', 403, 'rateLimitExceeded'],
    ['too many', 429, 'rateLimitExceeded'],
    ['trouble', 500, 'internalError'],
    ['trouble', 503, 'backendError'],
  ])('are waited for when Google slows down %s: %i %s', async (_, status, reason) => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'a.jpg', { content: ONE });
    server.manners = (['token', 'get', 'list', 'list', 'download'] as const).map((call) => ({
      call,
      status,
      reason,
    }));
    expect(await (await firstPhotoOn(server)).read()).toEqual(Buffer.of(1));
    expect(server.manners).toEqual([]);
  });

  it.each([['1'], [() => new Date(Date.now() + 2000).toUTCString()]])(
    'are waited for as long as Google asks: %s',
    async (retryAfter) => {
      const server = await TestDriveServer.start();
      server.add(ROOT, 'a.jpg', { content: ONE });
      const photo = await firstPhotoOn(server);
      const asked = typeof retryAfter === 'string' ? retryAfter : retryAfter();
      server.manners = [{ call: 'download', status: 429, retryAfter: asked }];
      await photo.read();
      const [first, second] = server.calls.filter(({ call }) => call === 'download');
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(900);
    },
  );

  it('fail alone when Google does not stop refusing, after a bounded number of attempts', async () => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'a.jpg', { content: ONE });
    const photo = await firstPhotoOn(server);
    server.manners = Array.from({ length: 99 }, () => ({ call: 'download', status: 500 }) as const);
    await expect(photo.read()).rejects.toMatchObject({ code: 'unreachable' });
    expect(callsTo(server, 'download')).toBe(PATIENCE.attempts);
    server.manners = [{ call: 'download', status: 403, reason: 'cannotDownloadFile' }];
    await expect(photo.read()).rejects.toMatchObject({ code: 'refused' });
    expect(await photo.read()).toEqual(Buffer.of(1));
  });

  it('stop to be waited for when the source is closed', async () => {
    const server = await TestDriveServer.start();
    server.add(ROOT, 'a.jpg', { content: ONE });
    const source = await open(server);
    const [photo] = await collect(source.photos());
    server.manners = [{ call: 'download', status: 429, retryAfter: '3600' }];
    const reading = photo?.read().catch((error: unknown) => error);
    await vi.waitFor(() => expect(callsTo(server, 'download')).toBe(1), { timeout: 20_000 });
    await source.close();
    expect(await reading).toMatchObject({ code: 'closed' });
  });
});
