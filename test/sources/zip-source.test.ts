import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { openZipSource } from '../../src/sources/zip/open-zip-source.ts';
import { ZipSourceError } from '../../src/sources/zip/zip-source-error.ts';
import { collect } from '../contracts/collect.ts';
import { photoSourceContract, type SourceFiles } from '../contracts/photo-source-contract.ts';
import { makeZip, type ZipEntry } from '../support/make-zip.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ONE = Uint8Array.of(1);
const MEGABYTE = 1024 * 1024;
const LIMITS = { entries: 100, growth: 10, growthFloorBytes: MEGABYTE };

async function fileWith(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'photos.zip');
  await writeFile(path, bytes);
  return path;
}

async function sourceOf(entries: readonly ZipEntry[]): Promise<PhotoSource> {
  const source = await openZipSource(await fileWith(makeZip(entries).archive), LIMITS);
  onTestFinished(() => source.close());
  return source;
}

async function namesIn(entries: readonly ZipEntry[]): Promise<string[]> {
  return (await collect((await sourceOf(entries)).photos())).map(({ name }) => name);
}

/** Opens an archive, which is expected to fail. */
function openingOf(entries: readonly ZipEntry[], limits = LIMITS): Promise<PhotoSource> {
  return fileWith(makeZip(entries).archive).then((path) => openZipSource(path, limits));
}

async function readingOf(entry: ZipEntry): Promise<Uint8Array | undefined> {
  const [photo] = await collect((await sourceOf([entry, { name: 'z.jpg', content: ONE }])).photos());
  return photo?.read();
}

async function overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.byteLength, at);
  await file.close();
}

async function make(files: SourceFiles, method: number) {
  const names = Object.keys(files);
  const zip = makeZip(Object.entries(files).map(([name, content]) => ({ name, content, method })));
  const path = await fileWith(zip.archive);
  return {
    source: await openZipSource(path),
    spoil: (name: string) => overwrite(path, zip.offsets[names.indexOf(name)] ?? 0, Buffer.alloc(30)),
  };
}

const namesOfItsOwn = ['first line\nsecond line.jpg'];
photoSourceContract('A ZIP archive', { namesOfItsOwn, make: (files) => make(files, 8) });
photoSourceContract('A ZIP archive that only stores', { namesOfItsOwn, make: (files) => make(files, 0) });

describe('A ZIP archive of photos', () => {
  it('names its kind, and goes through the archive in its own order', async () => {
    const entries = ['c.jpg', 'a/b.jpg', 'b.jpg'].map((name) => ({ name, content: ONE }));
    expect((await sourceOf(entries)).kind).toBe('zip');
    expect(await namesIn(entries)).toEqual(['c.jpg', 'a/b.jpg', 'b.jpg']);
  });

  it('keeps names that lead out of the archive as names, and writes nothing', async () => {
    const names = ['../../a.jpg', '/etc/b.jpg', './c.jpg', 'd/../e.jpg'];
    const source = await sourceOf(names.map((name) => ({ name, content: ONE })));
    const photos = await collect(source.photos());
    expect(photos.map(({ name }) => name)).toEqual(names);
    expect(await Promise.all(photos.map((photo) => photo.read()))).toEqual(names.map(() => Buffer.of(1)));
    expect(existsSync('/etc/b.jpg')).toBe(false);
  });

  it('unpacks nothing to disk', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.zip');
    await writeFile(path, makeZip([{ name: 'sub/a.jpg', content: new Uint8Array(5000) }]).archive);
    const source = await openZipSource(path);
    const [photo] = await collect(source.photos());
    await photo?.read();
    await source.close();
    expect(await readdir(folder)).toEqual(['a.zip']);
  });

  it('tells files of one name apart', async () => {
    const twice = [2, 3].map((byte) => ({ name: 'a.jpg', content: Uint8Array.of(byte) }));
    const photos = await collect((await sourceOf(twice)).photos());
    expect(new Set(photos.map(({ id }) => id)).size).toBe(2);
    expect(await Promise.all(photos.map((photo) => photo.read()))).toEqual([Buffer.of(2), Buffer.of(3)]);
  });

  it('gives a file another version when its content has changed', async () => {
    const versionOf = async (byte: number) =>
      (await collect((await sourceOf([{ name: 'a.jpg', content: Uint8Array.of(byte) }])).photos()))[0]
        ?.version;
    expect(await versionOf(1)).toBe(await versionOf(1));
    expect(await versionOf(1)).not.toBe(await versionOf(2));
  });

  it('leaves archives in the archive alone, and folders, links and what macOS adds', async () => {
    const inner = makeZip([{ name: 'hidden.jpg', content: ONE }]).archive;
    const entries = [
      { name: 'inner.zip', content: inner },
      { name: 'folder.jpg/', content: new Uint8Array(0) },
      { name: 'link.jpg', content: Buffer.from('/etc/passwd'), mode: 0o120777 },
      { name: '__MACOSX/._a.jpg', content: ONE },
      { name: 'a.jpg', content: ONE },
    ];
    expect(await namesIn(entries)).toEqual(['a.jpg']);
  });

  it('reads names in UTF-8 whether or not the archive says so, and in code page 437', async () => {
    const entries = [
      { name: 'größe.jpg', content: ONE },
      { name: Buffer.from('größe.jpg'), content: ONE },
      { name: Buffer.from('gr\u0094\u00e1e.jpg', 'latin1'), content: ONE },
      { name: 'folder\\a.jpg', content: ONE },
    ];
    expect(await namesIn(entries)).toEqual(['größe.jpg', 'größe.jpg', 'größe.jpg', 'folder/a.jpg']);
  });

  it.each([
    ['entry_encrypted', { flags: 1 }],
    ['entry_method', { method: 12, packed: ONE }],
    ['entry_damaged', { packed: Uint8Array.of(0xff, 0xff, 0xff) }],
    ['entry_damaged', { packed: deflateRawSync(new Uint8Array(4000)).subarray(0, 5) }],
    ['entry_damaged', { says: { bytes: 3999 } }],
    ['entry_damaged', { says: { bytes: 4001 } }],
    ['entry_damaged', { method: 0, says: { bytes: 3999 } }],
    ['entry_damaged', { says: { crc32: 7 } }],
    ['entry_damaged', { says: { packedBytes: 1_000_000 } }],
    ['entry_damaged', { says: { offset: 1_000_000 } }],
  ])('says %s of a file with %j, and what to do', async (code, lie) => {
    const entry = { name: 'a.jpg', content: new Uint8Array(4000), ...lie };
    // What a lie about the place of its bytes covers belongs to no other file.
    const source = await sourceOf('says' in lie ? [{ name: 'z.jpg', content: ONE }, entry] : [entry]);
    const photo = (await collect(source.photos())).find(({ name }) => name === 'a.jpg');
    const reading = photo?.read();
    await expect(reading).rejects.toThrow(OperatorError);
    await expect(reading).rejects.toMatchObject({ code, message: /a\.jpg/ });
  });

  it('reads the files beside one that is encrypted', async () => {
    const entries = [
      { name: 'a.jpg', content: ONE, flags: 1 },
      { name: 'b.jpg', content: ONE },
    ];
    const photos = await collect((await sourceOf(entries)).photos());
    expect(await photos[1]?.read()).toEqual(Buffer.of(1));
  });

  it('refuses a bomb before it unpacks anything', async () => {
    const packed = deflateRawSync(new Uint8Array(200 * MEGABYTE), { level: 1 });
    const bomb = { content: ONE, packed, says: { bytes: 200 * MEGABYTE } };
    const path = await fileWith(makeZip([1, 2, 3].map((n) => ({ ...bomb, name: `${n}.jpg` }))).archive);
    await expect(openZipSource(path)).rejects.toMatchObject({ code: 'inflates' });
  });

  it('stops to unpack a file that holds more than the list says', async () => {
    const packed = Buffer.concat([
      deflateRawSync(new Uint8Array(50 * MEGABYTE), { level: 1 }).subarray(0, 10_000),
      // Reading on would come to this, and fail for another reason.
      Buffer.alloc(500_000, 0xff),
    ]);
    const reading = readingOf({ name: 'a.jpg', content: new Uint8Array(1000), packed });
    await expect(reading).rejects.toMatchObject({ code: 'entry_damaged', cause: undefined });
  });

  it('refuses an archive whose files share their bytes', async () => {
    const content = new Uint8Array(10_000);
    const same = [1, 2, 3].map((n) => ({ name: `${n}.jpg`, content, says: { offset: 0 } }));
    await expect(openingOf(same)).rejects.toMatchObject({ code: 'overlapping' });
    const nested = [
      { name: 'a.jpg', content },
      { name: 'b.jpg', content, says: { offset: 40 } },
    ];
    await expect(openingOf(nested)).rejects.toMatchObject({ code: 'overlapping' });
  });

  it('refuses an archive with too many files, photos or not', async () => {
    const entries = Array.from({ length: 5 }, (_, index) => ({ name: `${index}.txt`, content: ONE }));
    await expect(openingOf(entries, { ...LIMITS, entries: 4 })).rejects.toMatchObject({
      code: 'too_many_entries',
    });
    expect(await collect((await openingOf(entries, { ...LIMITS, entries: 5 })).photos())).toEqual([]);
  });

  it('bounds what the photos have together, not what each has', async () => {
    const photos = (bytes: number) =>
      [1, 2, 3].map((n) => ({ name: `${n}.jpg`, content: new Uint8Array(bytes) }));
    expect(await namesIn(photos(300_000))).toHaveLength(3);
    await expect(openingOf(photos(400_000))).rejects.toMatchObject({ code: 'inflates' });
  });

  it('says what is wrong with a file that is no archive, with a remedy', async () => {
    const { archive } = makeZip([{ name: 'a.jpg', content: new Uint8Array(500) }]);
    const broken = [Buffer.from('no archive'), archive.subarray(0, -30), Buffer.alloc(0)];
    for (const bytes of broken) {
      const opening = openZipSource(await fileWith(bytes));
      await expect(opening).rejects.toThrow(ZipSourceError);
      await expect(opening).rejects.toMatchObject({ code: 'not_a_zip' });
    }
  });

  it('says that the list of files is damaged', async () => {
    const { archive } = makeZip([{ name: 'a.jpg', content: new Uint8Array(500), method: 0 }]);
    archive.fill(0, archive.indexOf('PK\u0001\u0002'), archive.indexOf('PK\u0001\u0002') + 4);
    await expect(openZipSource(await fileWith(archive))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('says what is wrong with the path', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'sub.zip'));
    await expect(openZipSource(join(folder, 'gone.zip'))).rejects.toMatchObject({ code: 'missing' });
    await expect(openZipSource(join(folder, 'sub.zip'))).rejects.toMatchObject({ code: 'not_a_zip' });
  });

  it('goes on with the archive that it has opened, when another takes its place', async () => {
    const path = await fileWith(makeZip([{ name: 'a.jpg', content: ONE }]).archive);
    const source = await openZipSource(path);
    onTestFinished(() => source.close());
    await rm(path);
    await writeFile(path, 'something else');
    const [photo] = await collect(source.photos());
    expect(await photo?.read()).toEqual(Buffer.of(1));
  });

  it('reads nothing after it was closed', async () => {
    const source = await sourceOf([{ name: 'a.jpg', content: ONE }]);
    const [photo] = await collect(source.photos());
    await source.close();
    await expect(photo?.read()).rejects.toThrow(/closed/);
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const PYTHON_ARCHIVE = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    archive.writestr('deflated.jpg', b'd' * 5000, zipfile.ZIP_DEFLATED)
    with archive.open('größe.jpg', 'w', force_zip64=True) as file: file.write(b's' * 100)
    archive.writestr('bzip2.jpg', b'b' * 5000, zipfile.ZIP_BZIP2)
`;

const withPython = hasPython();
if (!withPython) console.warn('SKIPPED: python3 is not installed, so no archive of its making was read.');

describe.skipIf(!withPython)('A ZIP archive that Python has made', () => {
  it('is read, with 64-bit sizes too, but for methods that few programs know', async () => {
    const path = join(await temporaryFolder(), 'python.zip');
    execFileSync('python3', ['-c', PYTHON_ARCHIVE, path]);
    const source = await openZipSource(path);
    onTestFinished(() => source.close());
    const [deflated, stored, bzip2] = await collect(source.photos());
    expect(await deflated?.read()).toEqual(Buffer.alloc(5000, 'd'));
    expect(stored?.name).toBe('größe.jpg');
    expect(await stored?.read()).toEqual(Buffer.alloc(100, 's'));
    await expect(bzip2?.read()).rejects.toMatchObject({ code: 'entry_method' });
  });
});
