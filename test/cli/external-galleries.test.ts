import { describe, expect, test } from 'vitest';
import { addedExternalGalleryOutput } from '../../src/cli/commands/add-external-gallery.ts';
import { deletedGalleryOutput } from '../../src/cli/commands/delete-gallery.ts';
import { galleriesOutput } from '../../src/cli/gallery-outline.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { ExternalGallery } from '../../src/core/external-gallery.ts';
import type { AddExternalGalleryCommand } from '../../src/services/external-galleries.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { GALLERY } from './support/samples.ts';

const EXTERNAL: ExternalGallery = {
  id: 'external-1',
  name: 'theirs',
  address: 'https://faces.example.org',
  remoteName: 'people',
  createdAtMs: 0,
};

const ADD = ['galleries', 'add-external', EXTERNAL.address, '--gallery', 'people'];

/** Runs a command where one external gallery is known; tells what was asked of the engine. */
async function run(words: readonly string[], answer = '') {
  const terminal = new FakeTerminal();
  terminal.answer = answer;
  const added: AddExternalGalleryCommand[] = [];
  const removed: string[] = [];
  const composition = new FakeComposition({
    listGalleries: () => Promise.resolve({ items: [GALLERY] }),
    listExternalGalleries: () => Promise.resolve([EXTERNAL]),
    addExternalGallery(command) {
      added.push(command);
      return Promise.resolve({ gallery: EXTERNAL, faceCount: 7 });
    },
    removeExternalGallery(name) {
      removed.push(name);
      return Promise.resolve();
    },
  });
  const exitCode = await runCommandLine(words, composition, terminal);
  return { exitCode, terminal, added, removed };
}

describe('likeness galleries add-external', () => {
  test('takes the key from standard input, asks nothing and does not repeat it', async () => {
    const words = [...ADD, '--name', 'theirs', '--key-stdin'];
    const { exitCode, terminal, added } = await run(words, ' lk_secret \n');
    expect(exitCode).toBe(0);
    expect(added).toEqual([
      { address: EXTERNAL.address, remoteName: 'people', secret: 'lk_secret', name: 'theirs' },
    ]);
    expect(terminal.questions).toEqual(['']);
    expect(terminal.stdout.text).toBe('Added "theirs" with 7 faces.\n');
    expect(terminal.stderr.text).toBe('');
  });

  test('takes the key from a flag, with a warning', async () => {
    const { terminal, added } = await run([...ADD, '--key', 'lk_secret', '--json']);
    expect(added).toMatchObject([{ secret: 'lk_secret', name: undefined }]);
    expect(terminal.stderr.text).toContain('--key can be seen');
    expect(terminal.stderr.text).not.toContain('lk_secret');
    expect(jsonOf(addedExternalGalleryOutput, terminal)).toEqual({
      name: 'theirs',
      address: EXTERNAL.address,
      gallery: 'people',
      createdAt: '1970-01-01T00:00:00.000Z',
      faceCount: 7,
    });
  });

  test.each([
    ['no key', ADD],
    ['two keys', [...ADD, '--key', 'lk_secret', '--key-stdin']],
    ['no gallery', ['galleries', 'add-external', EXTERNAL.address, '--key', 'lk_secret']],
  ])('refuses %s', async (_, words) => {
    const { exitCode, added } = await run(words);
    expect(exitCode).toBe(2);
    expect(added).toEqual([]);
  });
});

describe('an external gallery', () => {
  test('is listed beside the others', async () => {
    const { terminal } = await run(['galleries', 'list', '--json']);
    expect(jsonOf(galleriesOutput, terminal)).toMatchObject({
      galleries: [{ name: 'people' }],
      externalGalleries: [{ name: 'theirs', address: EXTERNAL.address, gallery: 'people' }],
    });
  });

  test('has a table of its own', async () => {
    const { terminal } = await run(['galleries', 'list']);
    expect(terminal.stdout.text.split('\n').slice(2)).toEqual([
      '',
      'name    server                     gallery there  created',
      'theirs  https://faces.example.org  people         1970-01-01T00:00:00.000Z',
      '',
    ]);
  });

  test('is removed by delete', async () => {
    const { exitCode, terminal, removed } = await run(['galleries', 'delete', 'theirs', '--yes', '--json']);
    expect(exitCode).toBe(0);
    expect(removed).toEqual(['theirs']);
    expect(jsonOf(deletedGalleryOutput, terminal)).toEqual({ deleted: 'theirs', external: true });
  });
});
