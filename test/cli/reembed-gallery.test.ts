import { describe, expect, test } from 'vitest';
import { reembeddingOutput } from '../../src/cli/commands/reembed-gallery.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { Reembedding } from '../../src/services/reembedding/reembedding.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { GALLERY } from './support/samples.ts';

const QUEUED: Reembedding = {
  galleryName: 'people',
  packId: 'accurate-1',
  state: 'queued',
  doneFaces: 0,
  totalFaces: 7,
  switched: false,
  startedAtMs: 0,
  updatedAtMs: 0,
};
const DONE: Reembedding = { ...QUEUED, state: 'done', doneFaces: 7, switched: true };

const REEMBED = ['galleries', 'reembed', 'people'];

describe('likeness galleries reembed', () => {
  test('works until the gallery is bound to the pack', async () => {
    const terminal = new FakeTerminal();
    const owners = new Set<string>();
    const composition = new FakeComposition({
      getGallery: () => Promise.resolve(GALLERY),
      startReembedding: () => Promise.resolve(QUEUED),
      workOnReembedding(command) {
        owners.add(command.owner);
        expect(command.galleryId).toBe(GALLERY.id);
        command.onProgress?.(7);
        return Promise.resolve(true);
      },
      getReembedding: () => Promise.resolve(DONE),
    });
    expect(await runCommandLine([...REEMBED, '--pack', 'accurate'], composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toBe(
      'Gallery "people": done, 7 of 7 faces done; it is bound to accurate-1.\n',
    );
    expect(owners.size).toBe(1);
  });

  test('watches while another process works, and takes over when that is gone', async () => {
    const terminal = new FakeTerminal();
    let looks = 0;
    const composition = new FakeComposition({
      getGallery: () => Promise.resolve(GALLERY),
      startReembedding: () => Promise.resolve({ ...QUEUED, state: 'running' }),
      workOnReembedding: () => Promise.resolve(looks >= 2),
      getReembedding() {
        looks += 1;
        return Promise.resolve(looks < 3 ? { ...QUEUED, state: 'running' } : DONE);
      },
    });
    expect(await runCommandLine([...REEMBED, '--pack', 'accurate'], composition, terminal)).toBe(0);
    expect(looks).toBe(3);
  });

  test('stops at Ctrl-C and says how to go on', async () => {
    const terminal = new FakeTerminal();
    const stopped: string[] = [];
    const composition = new FakeComposition({
      getGallery: () => Promise.resolve(GALLERY),
      startReembedding: () => Promise.resolve(QUEUED),
      workOnReembedding({ signal }) {
        terminal.pressControlC();
        expect(signal.aborted).toBe(true);
        return Promise.resolve(true);
      },
      getReembedding: () => Promise.resolve(QUEUED),
      stopReembedding(name) {
        stopped.push(name);
        return Promise.resolve({ ...QUEUED, state: 'stopped', doneFaces: 3 });
      },
    });
    expect(await runCommandLine([...REEMBED, '--pack', 'accurate'], composition, terminal)).toBe(130);
    expect(stopped).toEqual(['people']);
    expect(terminal.stderr.text).toContain('Run the same command again to go on.');
  });

  test('leaves the work to a server with --background', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({ startReembedding: () => Promise.resolve(QUEUED) });
    const words = [...REEMBED, '--pack', 'accurate', '--background', '--json'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(jsonOf(reembeddingOutput, terminal)).toMatchObject({ gallery: 'people', state: 'queued' });
  });

  test('says how far it is with --status, and why it failed', async () => {
    const terminal = new FakeTerminal();
    const failed: Reembedding = { ...QUEUED, state: 'failed', failure: 'Pictures are gone.' };
    const composition = new FakeComposition({ getReembedding: () => Promise.resolve(failed) });
    expect(await runCommandLine([...REEMBED, '--status'], composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toContain('failed, 0 of 7 faces done; it is not bound to accurate-1 yet');
    expect(terminal.stderr.text).toContain('Pictures are gone.');
  });

  test('needs a pack', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(REEMBED, new FakeComposition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('--pack');
  });
});
