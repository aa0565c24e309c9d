import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failuresOutput, indexOutput } from '../../src/cli/commands/index-report.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { Fault } from '../../src/core/fault.ts';
import type { ImportPhotosCommand } from '../../src/services/imports/import-photos.ts';
import type { Services } from '../../src/services/services.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { temporaryFolder } from './support/photo-file.ts';
import { GALLERY } from './support/samples.ts';

function compositionThat(
  importPhotos: Services['importPhotos'],
  services: Partial<Services> = {},
): FakeComposition {
  const composition = new FakeComposition({
    getGallery: () => Promise.resolve(GALLERY),
    importPhotos,
    ...services,
  });
  composition.files = ['a.jpg', 'b.jpg'];
  return composition;
}

const storeAll: Services['importPhotos'] = (command) => {
  command.onFile({ outcome: 'stored', name: 'a.jpg', faces: 2, rejectedFaces: [], warnings: [] });
  command.onFile({ outcome: 'already-stored', name: 'b.jpg' });
  return Promise.resolve({
    stored: 1,
    alreadyStored: 1,
    failed: 0,
    faces: 2,
    rejectedFaces: 0,
    warnedFaces: 0,
    interrupted: false,
  });
};

function failing(failures: number): Services['importPhotos'] {
  return (command) => {
    for (let number = 1; number <= failures; number += 1) {
      const { message: reason, remedy } = new Fault('no_face');
      command.onFile({ outcome: 'failed', name: `${number}\u001b.jpg`, reason, remedy });
    }
    return Promise.resolve({
      stored: 0,
      alreadyStored: 0,
      failed: failures,
      faces: 0,
      rejectedFaces: 0,
      warnedFaces: 0,
      interrupted: false,
    });
  };
}

const missing = () => Promise.reject(new Fault('gallery_not_found', { details: { gallery: 'people' } }));

describe('likeness index', () => {
  test('says what was stored and what was there already', async () => {
    const terminal = new FakeTerminal();
    const words = ['index', temporaryFolder(), '--gallery', 'people'];
    expect(await runCommandLine(words, compositionThat(storeAll), terminal)).toBe(0);
    expect(terminal.stdout.text).toBe(
      'Gallery "people": stored 1 photo with 2 faces, 1 already stored, 0 failed; 0.0 s.\n',
    );
    expect(terminal.stderr.text).toBe('');
  });

  test('closes the source, also when the import fails', async () => {
    const broken = compositionThat(() => Promise.reject(new Fault('gallery_not_found')));
    for (const composition of [compositionThat(storeAll), broken]) {
      await runCommandLine(
        ['index', temporaryFolder(), '--gallery', 'people'],
        composition,
        new FakeTerminal(),
      );
      expect(composition.closedSources).toBe(1);
    }
  });

  test('creates a missing gallery and says so', async () => {
    const terminal = new FakeTerminal();
    const createGallery = () => Promise.resolve(GALLERY);
    const composition = compositionThat(storeAll, { getGallery: missing, createGallery });
    expect(await runCommandLine(['index', temporaryFolder(), '-g', 'people'], composition, terminal)).toBe(0);
    expect(terminal.stderr.text).toContain('Created the gallery "people".');
  });

  test('leaves a missing gallery missing with --no-create', async () => {
    const terminal = new FakeTerminal();
    const composition = compositionThat(storeAll, { getGallery: missing });
    const words = ['index', temporaryFolder(), '-g', 'people', '--no-create'];
    expect(await runCommandLine(words, composition, terminal)).toBe(1);
    expect(terminal.stderr.text).toContain('There is no gallery named "people".');
  });

  test('hands metadata and concurrency to the import', async () => {
    const given: ImportPhotosCommand[] = [];
    const composition = compositionThat((command) => {
      given.push(command);
      return storeAll(command);
    });
    const metadata = ['--metadata', 'event=summer', 'note=a=b', '--metadata', 'year=2026'];
    await runCommandLine(
      ['index', temporaryFolder(), '-g', 'people', ...metadata],
      composition,
      new FakeTerminal(),
    );
    expect(given[0]).toMatchObject({
      galleryName: 'people',
      concurrency: 2,
      metadata: { event: 'summer', note: 'a=b', year: '2026' },
    });
  });

  test('refuses metadata without a key', async () => {
    const terminal = new FakeTerminal();
    const words = ['index', temporaryFolder(), '-g', 'people', '--metadata', 'summer'];
    expect(await runCommandLine(words, compositionThat(storeAll), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('"summer" is not key=value');
  });

  test('ends with 2 when the folder does not exist', async () => {
    const words = ['index', join(temporaryFolder(), 'missing'), '-g', 'people'];
    expect(await runCommandLine(words, compositionThat(storeAll), new FakeTerminal())).toBe(2);
  });

  test('ends with 2 when no gallery is named', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['index', temporaryFolder()], compositionThat(storeAll), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('--gallery');
  });
});

describe('an indexing with files that failed', () => {
  test('lists the first 20 with reason and remedy and ends with 1', async () => {
    const terminal = new FakeTerminal();
    const words = ['index', temporaryFolder(), '-g', 'people'];
    expect(await runCommandLine(words, compositionThat(failing(21)), terminal)).toBe(1);
    expect(terminal.stderr.text).toContain('21 files failed:\n  1\u{FFFD}.jpg: No face was found');
    expect(terminal.stderr.text).toContain('... and 1 more.');
    expect(terminal.stderr.text).toContain(new Fault('no_face').remedy);
    expect(terminal.stderr.text).not.toContain('21\u{FFFD}.jpg');
  });

  test('lists all of them in JSON and in the file that was asked for', async () => {
    const terminal = new FakeTerminal();
    const file = join(temporaryFolder(), 'failed.json');
    const words = ['index', temporaryFolder(), '-g', 'people', '--json', '--failures', file];
    expect(await runCommandLine(words, compositionThat(failing(21)), terminal)).toBe(1);
    const printed = jsonOf(indexOutput, terminal);
    expect(printed.failures).toHaveLength(21);
    expect(failuresOutput.parse(JSON.parse(readFileSync(file, 'utf8'))).failures).toEqual(printed.failures);
  });
});

describe('an indexing that is interrupted', () => {
  test('finishes what is being worked on and says how to go on', async () => {
    const terminal = new FakeTerminal();
    const composition = compositionThat(({ signal }) => {
      terminal.pressControlC();
      const interrupted = signal?.aborted === true;
      return Promise.resolve({
        stored: 1,
        alreadyStored: 0,
        failed: 0,
        faces: 1,
        rejectedFaces: 0,
        warnedFaces: 0,
        interrupted,
      });
    });
    const words = ['index', temporaryFolder(), '-g', 'people'];
    expect(await runCommandLine(words, composition, terminal)).toBe(130);
    expect(terminal.stderr.text).toContain('Run the same command again to go on');
    expect(terminal.stdout.text).toContain('stored 1 photo');
    expect(terminal.exits).toEqual([]);
    expect(composition.closed).toBe(1);
  });
});

describe('the progress of an indexing', () => {
  const storeSlowly =
    (terminal: FakeTerminal): Services['importPhotos'] =>
    (command) => {
      terminal.nowMs += 4000;
      return storeAll(command);
    };

  test('is a line now and then where no terminal is', async () => {
    const terminal = new FakeTerminal();
    const words = ['index', temporaryFolder(), '-g', 'people'];
    await runCommandLine(words, compositionThat(storeSlowly(terminal)), terminal);
    expect(terminal.stderr.text).toBe('1 of 2 photos, 0.3/s, 4 s left, 2 faces, 0 failed\n');
  });

  test('is a bar on a terminal', async () => {
    const terminal = new FakeTerminal();
    terminal.stderr.isTTY = true;
    const words = ['index', temporaryFolder(), '-g', 'people'];
    await runCommandLine(words, compositionThat(storeSlowly(terminal)), terminal);
    expect(terminal.stderr.text).toContain('0 of 2 photos');
    expect(terminal.stdout.text).not.toContain('of 2 photos');
  });
});
