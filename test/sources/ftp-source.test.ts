import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { type FtpPlace, openFtpSource } from '../../src/sources/ftp/open-ftp-source.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract } from '../contracts/photo-source-contract.ts';
import { folderWith } from '../support/folder-with.ts';
import { TestFtpServer } from '../support/ftp-server.ts';
import { anyHost, BIG, PATIENCE, placeOn, worldWithBig } from '../support/ftp-world.ts';

const ONE = Uint8Array.of(1);

async function open(place: FtpPlace, rules = PATIENCE): Promise<PhotoSource> {
  const source = await openFtpSource(place, anyHost, rules);
  onTestFinished(() => source.close());
  return source;
}

async function firstPhoto(source: PhotoSource) {
  const [photo] = await collect(source.photos());
  if (photo === undefined) throw new Error('there is no photo');
  return photo;
}

photoSourceContract('An FTP server', {
  namesOfItsOwn: [],
  // This server drops quotes from what it is asked.
  impossibleNames: ['quote\'s "here".jpg'],
  async make(files) {
    const folder = await folderWith(files);
    const server = await TestFtpServer.start(folder);
    const source = await openFtpSource(placeOn(server), anyHost, PATIENCE);
    return { source, spoil: (name) => rm(join(folder, name)) };
  },
});

describe('Photos on an FTP server', () => {
  it('have their path as id, an address without credentials, and names from the folder on', async () => {
    const server = await TestFtpServer.start(await folderWith({ 'in/sub/a b.jpg': ONE, 'other.jpg': ONE }));
    const source = await open(placeOn(server, { folder: '/in/' }));
    const photo = await firstPhoto(source);
    expect(source.kind).toBe('ftp');
    expect(photo).toMatchObject({
      name: 'sub/a b.jpg',
      id: '/in/sub/a b.jpg',
      url: `ftp://127.0.0.1:${server.port}/in/sub/a%20b.jpg`,
    });
  });

  it('are found from the folder of the user when the path does not begin at the root', async () => {
    const server = await TestFtpServer.start(await folderWith({ 'in/a.jpg': ONE }));
    expect((await firstPhoto(await open(placeOn(server, { folder: 'in' })))).id).toBe('/in/a.jpg');
  });

  it('are listed folder by folder, and no folder before it is needed', async () => {
    const server = await TestFtpServer.start(
      await folderWith({ 'a.jpg': ONE, 'b/1.jpg': ONE, 'c/1.jpg': ONE }),
    );
    const photos = (await open(placeOn(server))).photos()[Symbol.asyncIterator]();
    await photos.next();
    expect(server.listed).toEqual(['/']);
    await photos.next();
    expect(server.listed).toEqual(['/', '/b']);
  });

  it('have another version when they have changed', async () => {
    const { folder, server } = await worldWithBig();
    const source = await open(placeOn(server));
    const before = (await firstPhoto(source)).version;
    await writeFile(join(folder, 'a.jpg'), ONE);
    expect((await firstPhoto(source)).version).not.toBe(before);
  });

  it('are not read at all when they are listed as too large', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    await expect(photo.read(1000)).rejects.toMatchObject({ code: 'photo_too_large' });
    expect(server.downloads).toEqual([]);
  });

  it('are not read to their end when they have grown too large since', async () => {
    const { folder, server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    await writeFile(join(folder, 'a.jpg'), new Uint8Array(50_000_000));
    await expect(photo.read(400_000)).rejects.toThrow(Fault);
    expect(server.downloads).toHaveLength(1);
  });

  it('are read as they are now when they have changed since', async () => {
    const { folder, server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    await writeFile(join(folder, 'a.jpg'), ONE);
    expect(await photo.read()).toEqual(Buffer.of(1));
  });

  it('go on where they were when the connection is cut, again and again', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    server.manners = [{ cutAfterBytes: 100_000 }, { cutAfterBytes: 100_000 }];
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
    expect(server.downloads.map(({ start }) => start)).toEqual([0, 100_000, 200_000]);
  });

  it('begin anew when the server cannot go on', async () => {
    const { server } = await worldWithBig({ blacklist: ['REST'] });
    const photo = await firstPhoto(await open(placeOn(server)));
    server.manners = [{ cutAfterBytes: 100_000 }];
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
    expect(server.downloads.map(({ start }) => start)).toEqual([0, 0]);
  });

  it('go on over another connection when the server falls silent', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server), { ...PATIENCE, timeoutMs: 1000 }));
    server.manners = [{ stallAfterBytes: 5000 }];
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
    expect(server.downloads.map(({ start }) => start)).toEqual([0, 5000]);
  });

  it('go on over another connection when one takes too long', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server), { ...PATIENCE, downloadTimeoutMs: 1000 }));
    server.manners = [{ stallAfterBytes: 5000 }];
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
  });

  it('are fetched again when the server ends too early and says that this was all', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    server.manners = [{ pretendsAfterBytes: 1000 }, { pretendsAfterBytes: 2000 }];
    expect(Buffer.from(BIG).equals(await photo.read())).toBe(true);
    server.manners = Array.from({ length: 9 }, () => ({ pretendsAfterBytes: 1000 }));
    await expect(photo.read()).rejects.toMatchObject({ code: 'file_incomplete' });
  });

  it('fail alone, after some attempts, when the connection is always cut', async () => {
    const { server } = await worldWithBig();
    const photo = await firstPhoto(await open(placeOn(server)));
    server.manners = Array.from({ length: 99 }, () => ({ cutAfterBytes: 10 }));
    const reading = photo.read();
    await expect(reading).rejects.toThrow(OperatorError);
    await expect(reading).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.downloads).toHaveLength(PATIENCE.attempts);
    server.manners = [];
    expect((await photo.read()).byteLength).toBe(BIG.byteLength);
  });

  it('are listed and read after the server has ended every connection', async () => {
    const { server } = await worldWithBig();
    const source = await open(placeOn(server));
    const photo = await firstPhoto(source);
    await server.cutAll();
    expect((await photo.read()).byteLength).toBe(BIG.byteLength);
    await server.cutAll();
    expect(await collect(source.photos())).toHaveLength(1);
  });

  it('are read over a few connections, and over fewer when the server allows no more', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.jpg`);
    const server = await TestFtpServer.start(
      await folderWith(Object.fromEntries(names.map((name) => [name, BIG]))),
    );
    const readAll = async () => {
      const source = await open(placeOn(server));
      const photos = await collect(source.photos());
      const read = await Promise.all(photos.map((photo) => photo.read()));
      await source.close();
      await vi.waitFor(() => expect(server.connections.size).toBe(0), { timeout: 20_000 });
      return read.filter(({ byteLength }) => byteLength === BIG.byteLength).length;
    };
    expect(await readAll()).toBe(20);
    expect(server.peak).toBe(PATIENCE.connections);
    server.peak = 0;
    server.mostLogins = 2;
    expect(await readAll()).toBe(20);
    expect(server.peak).toBe(2);
  });

  it('keep idle connections alive', async () => {
    const server = await TestFtpServer.start(await folderWith({ 'a.jpg': ONE }), { timeout: 1500 });
    const photo = await firstPhoto(await open(placeOn(server), { ...PATIENCE, keepAliveMs: 200 }));
    await new Promise((resolve) => {
      setTimeout(resolve, 3500);
    });
    await photo.read();
    expect(server.logins).toBe(1);
  });

  it('are found once though links lead back up', async () => {
    const folder = await folderWith({ 'a.jpg': ONE, 'below/b.jpg': ONE });
    await symlink(folder, join(folder, 'below', 'loop'));
    await symlink(join(folder, 'a.jpg'), join(folder, 'link.jpg'));
    const source = await open(placeOn(await TestFtpServer.start(folder)));
    const names = (await collect(source.photos())).map(({ name }) => name);
    expect(names).toEqual(['a.jpg', 'below/b.jpg', 'link.jpg']);
  });

  it('end with an error when folders without end are found', async () => {
    const folder = await folderWith({});
    await symlink(folder, join(folder, 'loop'));
    const source = await open(placeOn(await TestFtpServer.start(folder)));
    await expect(collect(source.photos())).rejects.toMatchObject({ code: 'too_deep' });
  });

  it('say which folder has become unreadable meanwhile', async () => {
    const folder = await folderWith({ 'a.jpg': ONE, 'b/c.jpg': ONE });
    const photos = (await open(placeOn(await TestFtpServer.start(folder)))).photos()[Symbol.asyncIterator]();
    await photos.next();
    await rename(join(folder, 'b'), join(folder, 'c'));
    await expect(photos.next()).rejects.toMatchObject({ code: 'folder_unreadable', message: /\/b/ });
  });

  it('stop to be read when the source is closed', async () => {
    const { server } = await worldWithBig();
    const source = await open(placeOn(server));
    const photo = await firstPhoto(source);
    server.manners = [{ stallAfterBytes: 5000 }];
    const reading = photo.read().catch((error: unknown) => error);
    await vi.waitFor(() => expect(server.downloads).toHaveLength(1), { timeout: 20_000 });
    await source.close();
    expect(await reading).toMatchObject({ code: 'closed' });
    await expect(photo.read()).rejects.toMatchObject({ code: 'closed' });
  });
});
