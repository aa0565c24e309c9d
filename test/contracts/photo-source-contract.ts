import { describe, expect, it, onTestFinished } from 'vitest';
import type { PhotoSource, SourcePhoto } from '../../src/ports/photo-source.ts';
import { collect } from './collect.ts';

/** Files by their names, with forward slashes. */
export type SourceFiles = Readonly<Record<string, Uint8Array>>;

/** A source and the hand that can reach behind it. */
export interface SourceWorld {
  readonly source: PhotoSource;
  /** Takes a file away, or damages it where files cannot be taken away. */
  spoil(name: string): Promise<void>;
}

/** One kind of source, as the contract needs it. */
export interface SourceKind {
  /** Opens a source that holds these files; what it starts ends with the test. */
  make(files: SourceFiles): Promise<SourceWorld>;
  /** Names that this kind can have and others cannot. */
  readonly namesOfItsOwn: readonly string[];
  /** Names that it cannot have, such as for the limits of a server. */
  readonly impossibleNames?: readonly string[];
  /** Whether it is for the source to say which files are photos; in a list somebody has said so. Default true. */
  readonly looksForPhotos?: boolean;
}

const ONE = Uint8Array.of(1);

const STRANGE_NAMES = [
  `${'x'.repeat(251)}.jpg`,
  `${'ü'.repeat(125)}x.jpg`,
  'صورة العائلة.jpg',
  '家族 📷.jpg',
  ' two  spaces .jpg',
  'percent%20and+plus&more=#?.jpg',
  'quote\'s "here".jpg',
  'brackets[1]{2}*.jpg',
  'arrow -> there.jpg',
  '-rf.jpg',
  'folder.jpg/inside.jpg',
];

function filesNamed(names: readonly string[]): SourceFiles {
  return Object.fromEntries(names.map((name) => [name, ONE]));
}

/** Bytes that no compression makes smaller and that differ from file to file. */
function noise(seed: number, bytes: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

function manyFiles(count: number, bytes: number): SourceFiles {
  const names = Array.from({ length: count }, (_, index) => `${index % 4}/photo ${index}.jpg`);
  return Object.fromEntries(names.map((name, index) => [name, noise(index, bytes)]));
}

function isSame(read: Uint8Array, expected: Uint8Array | undefined): boolean {
  return expected !== undefined && Buffer.from(read).equals(expected);
}

async function namesIn(source: PhotoSource): Promise<string[]> {
  return (await collect(source.photos())).map(({ name }) => name);
}

/** What every source of photos must do. */
export function photoSourceContract(title: string, kind: SourceKind): void {
  const { looksForPhotos = true } = kind;
  async function open(files: SourceFiles): Promise<SourceWorld> {
    const world = await kind.make(files);
    onTestFinished(() => world.source.close());
    return world;
  }

  describe(`${title} as a source of photos`, () => {
    it('gives every photo with its bytes', async () => {
      const { source } = await open({ 'a.jpg': ONE, 'below/b.png': Uint8Array.of(2, 3) });
      const photos = await collect(source.photos());
      const read = await Promise.all(photos.map(async (photo) => [photo.name, [...(await photo.read())]]));
      expect(read).toEqual([
        ['a.jpg', [1]],
        ['below/b.png', [2, 3]],
      ]);
    });

    it('refuses to read a photo that is larger than the limit, and reads one of just that size', async () => {
      const { source } = await open({ 'a.jpg': new Uint8Array(1000) });
      const [photo] = await collect(source.photos());
      await expect(photo?.read(999)).rejects.toMatchObject({
        code: 'photo_too_large',
        details: { bytes: 1000, limitBytes: 999 },
      });
      expect((await photo?.read(1000))?.byteLength).toBe(1000);
    });

    it('reads an empty file', async () => {
      const { source } = await open({ 'a.jpg': new Uint8Array(0) });
      const [photo] = await collect(source.photos());
      expect((await photo?.read(10))?.byteLength).toBe(0);
    });

    it('gives the same photos in the same order each time', async () => {
      const names = ['10.jpg', '2.jpg', 'b/2.jpg', 'b/1.jpg', 'a/z/1.jpg', 'B.jpg', 'ä.jpg'];
      const { source } = await open(filesNamed(names));
      const first = await collect(source.photos());
      expect(first.map(({ name }) => name).sort()).toEqual(names.toSorted());
      const facts = ({ name, id, version, url }: SourcePhoto) => ({ name, id, version, url });
      expect((await collect(source.photos())).map(facts)).toEqual(first.map(facts));
    });

    it('gives every file an id of its own, though names repeat in other folders', async () => {
      const { source } = await open(filesNamed(['1.jpg', 'a/1.jpg', 'b/1.jpg', 'b/a/1.jpg']));
      const photos = await collect(source.photos());
      expect(new Set(photos.map(({ id }) => id)).size).toBe(4);
    });

    const names = [...STRANGE_NAMES, ...kind.namesOfItsOwn];
    it.each(names.filter((name) => kind.impossibleNames?.includes(name) !== true))(
      'gives and reads %j',
      async (name) => {
        const bytes = noise(7, 300);
        const { source } = await open({ [name]: bytes });
        const [photo] = await collect(source.photos());
        expect(photo?.name).toBe(name);
        expect(isSame((await photo?.read()) ?? ONE, bytes)).toBe(true);
      },
    );

    it.runIf(looksForPhotos)('knows a photo by its extension in any case', async () => {
      const photos = ['a.jpg', 'b.JPEG', 'c.jpe', 'd.Png', 'e.webp', 'f.avif', 'g.gif', 'h.tif', 'i.TIFF'];
      const others = ['j.txt', 'k.jpg.txt', 'l', 'mjpg', 'n.svg', 'o.mp4', 'p.zip'];
      const { source } = await open(filesNamed([...photos, ...others]));
      expect((await namesIn(source)).sort()).toEqual(photos.sort());
    });

    it.runIf(looksForPhotos)('leaves out hidden files and what hidden folders hold', async () => {
      const { source } = await open(filesNamed(['.a.jpg', '.hidden/b.jpg', 'c/.d/e.jpg', 'c/f.jpg']));
      expect(await namesIn(source)).toEqual(['c/f.jpg']);
    });

    it('may be empty', async () => {
      const { source } = await open({});
      expect(await namesIn(source)).toEqual([]);
    });

    it('reads several files at the same time, each as often as wanted', async () => {
      const files = manyFiles(12, 70_000);
      const { source } = await open(files);
      const photos = await collect(source.photos());
      const read = await Promise.all(
        [...photos, ...photos].map(async (photo) => isSame(await photo.read(70_000), files[photo.name])),
      );
      expect(read).toEqual(Array.from({ length: 24 }, () => true));
    });

    it('reads files while others are listed', async () => {
      const files = manyFiles(30, 5000);
      const { source } = await open(files);
      const reads: Promise<boolean>[] = [];
      for await (const photo of source.photos())
        reads.push(photo.read().then((bytes) => isSame(bytes, files[photo.name])));
      expect(await Promise.all(reads)).toEqual(Array.from({ length: 30 }, () => true));
    });

    it('can be left before its end, and listed anew', async () => {
      const { source } = await open(manyFiles(8, 10));
      for await (const photo of source.photos()) {
        expect(photo.name).toMatch(/photo/);
        break;
      }
      expect(await namesIn(source)).toHaveLength(8);
    });

    it('fails for a file alone that is gone or damaged meanwhile', async () => {
      const files = manyFiles(6, 2000);
      const world = await open(files);
      const photos = await collect(world.source.photos());
      await world.spoil('2/photo 2.jpg');
      const outcomes = await Promise.allSettled(photos.map((photo) => photo.read()));
      const failed = photos.filter((_, index) => outcomes[index]?.status === 'rejected');
      expect(failed.map(({ name }) => name)).toEqual(['2/photo 2.jpg']);
    });

    it('may be closed twice', async () => {
      const { source } = await open(filesNamed(['a.jpg']));
      await source.close();
      expect(await source.close()).toBeUndefined();
    });
  });
}
