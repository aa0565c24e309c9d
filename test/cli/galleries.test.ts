import { describe, expect, test } from 'vitest';
import { deletedGalleryOutput } from '../../src/cli/commands/delete-gallery.ts';
import { galleriesOutput, galleryOutput } from '../../src/cli/gallery-outline.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { GALLERY } from './support/samples.ts';

describe('likeness galleries', () => {
  test('lists the galleries of every page', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({
      listGalleries: ({ after }) =>
        Promise.resolve(
          after === undefined ? { items: [GALLERY], next: '2' } : { items: [{ ...GALLERY, name: 'staff' }] },
        ),
    });
    expect(await runCommandLine(['galleries', 'list', '--json'], composition, terminal)).toBe(0);
    expect(jsonOf(galleriesOutput, terminal).galleries.map(({ name }) => name)).toEqual(['people', 'staff']);
  });

  test('shows one gallery as a table', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({ getGallery: () => Promise.resolve(GALLERY) });
    await runCommandLine(['galleries', 'show', 'people'], composition, terminal);
    expect(terminal.stdout.text.split('\n')).toEqual([
      'name    photos  faces  models      warns below  rejects below  created',
      'people       1      7  standard-2  -            -              1970-01-01T00:00:00.000Z',
      '',
    ]);
  });

  test('says that no models have made the vectors of a gallery', async () => {
    const terminal = new FakeTerminal();
    const gallery = { ...GALLERY, packId: 'vectors:512' };
    const composition = new FakeComposition({ getGallery: () => Promise.resolve(gallery) });
    await runCommandLine(['galleries', 'show', 'people'], composition, terminal);
    expect(terminal.stdout.text).toContain(' none: vectors of 512 ');
  });

  test('creates a gallery', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({
      createGallery: ({ name }) => Promise.resolve({ ...GALLERY, name, photoCount: 0, faceCount: 0 }),
    });
    await runCommandLine(['galleries', 'create', 'staff', '--json'], composition, terminal);
    expect(jsonOf(galleryOutput, terminal)).toMatchObject({ name: 'staff', faceCount: 0 });
  });
});

describe('likeness galleries delete', () => {
  function compositionWithGallery(): { composition: FakeComposition; deleted: string[] } {
    const deleted: string[] = [];
    const composition = new FakeComposition({
      getGallery: () => Promise.resolve(GALLERY),
      deleteGallery(name) {
        deleted.push(name);
        return Promise.resolve();
      },
    });
    return { composition, deleted };
  }

  test('refuses without --yes where nobody can be asked', async () => {
    const terminal = new FakeTerminal();
    const { composition, deleted } = compositionWithGallery();
    expect(await runCommandLine(['galleries', 'delete', 'people'], composition, terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('--yes');
    expect(deleted).toEqual([]);
  });

  test('deletes with --yes and says what is gone', async () => {
    const terminal = new FakeTerminal();
    const { composition, deleted } = compositionWithGallery();
    const words = ['galleries', 'delete', 'people', '--yes', '--json'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(deleted).toEqual(['people']);
    expect(jsonOf(deletedGalleryOutput, terminal)).toEqual({
      deleted: 'people',
      photoCount: 1,
      faceCount: 7,
    });
  });

  test.each([
    ['y', ['people'], 0],
    ['', [], 1],
  ])('asks on a terminal and heeds the answer "%s"', async (answer, expected, exitCode) => {
    const terminal = new FakeTerminal();
    terminal.canAsk = true;
    terminal.answer = answer;
    const { composition, deleted } = compositionWithGallery();
    expect(await runCommandLine(['galleries', 'delete', 'people'], composition, terminal)).toBe(exitCode);
    expect(terminal.questions).toEqual(['Delete "people" with 1 photo and 7 faces for good? [y/N] ']);
    expect(deleted).toEqual(expected);
  });
});
