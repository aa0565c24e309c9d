import { describe, expect, it } from 'vitest';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import { collect } from './collect.ts';

/** Files by their names, with forward slashes. */
export type SourceFiles = Readonly<Record<string, Uint8Array>>;

async function namesIn(source: PhotoSource): Promise<string[]> {
  return (await collect(source.photos())).map(({ name }) => name);
}

/** What every source of photos must do. `make` gives one that holds these files. */
export function photoSourceContract(name: string, make: (files: SourceFiles) => Promise<PhotoSource>): void {
  describe(`${name} as a source of photos`, () => {
    it('gives every photo with its bytes', async () => {
      const source = await make({ 'a.jpg': Uint8Array.of(1), 'below/b.png': Uint8Array.of(2, 3) });
      const photos = await collect(source.photos());
      const read = await Promise.all(photos.map(async (photo) => [photo.name, [...(await photo.read())]]));
      expect(read).toEqual([
        ['a.jpg', [1]],
        ['below/b.png', [2, 3]],
      ]);
    });

    it('refuses to read a photo that is larger than the limit, and reads one of just that size', async () => {
      const source = await make({ 'a.jpg': new Uint8Array(1000) });
      const [photo] = await collect(source.photos());
      await expect(photo?.read(999)).rejects.toMatchObject({
        code: 'photo_too_large',
        details: { bytes: 1000, limitBytes: 999 },
      });
      expect((await photo?.read(1000))?.byteLength).toBe(1000);
    });

    it('gives the same photos in the same order each time', async () => {
      const names = ['10.jpg', '2.jpg', 'b/2.jpg', 'b/1.jpg', 'a/z/1.jpg', 'B.jpg', 'ä.jpg'];
      const source = await make(Object.fromEntries(names.map((file) => [file, Uint8Array.of(1)])));
      const first = await namesIn(source);
      expect(first.toSorted()).toEqual(names.toSorted());
      expect(await namesIn(source)).toEqual(first);
    });

    it('knows a photo by its extension in any case', async () => {
      const photos = ['a.jpg', 'b.JPEG', 'c.jpe', 'd.Png', 'e.webp', 'f.avif', 'g.gif', 'h.tif', 'i.TIFF'];
      const others = ['j.txt', 'k.jpg.txt', 'l', 'mjpg', 'n.svg', 'o.mp4'];
      const source = await make(
        Object.fromEntries([...photos, ...others].map((file) => [file, Uint8Array.of(1)])),
      );
      expect((await namesIn(source)).sort()).toEqual(photos.sort());
    });

    it('leaves out hidden files and what hidden folders hold', async () => {
      const names = ['.a.jpg', '.hidden/b.jpg', 'c/.d/e.jpg', 'c/f.jpg'];
      const source = await make(Object.fromEntries(names.map((file) => [file, Uint8Array.of(1)])));
      expect(await namesIn(source)).toEqual(['c/f.jpg']);
    });

    it('may be empty', async () => {
      expect(await namesIn(await make({}))).toEqual([]);
    });
  });
}
