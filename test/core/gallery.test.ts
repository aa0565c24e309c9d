import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { parseGalleryName } from '../../src/core/gallery.ts';

describe('the name of a gallery', () => {
  it('may have letters of any script, digits, spaces and . _ @ -', () => {
    for (const name of ['default', 'Presse 2026', 'архив_1', 'a.b@c-d', '写真']) {
      expect(parseGalleryName(name)).toBe(name);
    }
  });

  it('is the same however its accents are written', () => {
    expect(parseGalleryName('Ange\u0301le')).toBe(parseGalleryName('Ang\u00e9le'));
  });

  it('is refused when empty, too long, or able to escape a path', () => {
    for (const name of ['', ' a', '.hidden', '../x', 'a/b', 'a\u0000b', 'a\nb', 'x'.repeat(129)]) {
      expect(() => parseGalleryName(name)).toThrow(Fault);
    }
  });
});
