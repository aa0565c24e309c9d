import { describe, expect, it } from 'vitest';
import { ImportProgress } from '../../src/cli/import-progress.ts';
import type { ImportedFile } from '../../src/services/imports/import-file.ts';
import { FakeTerminal } from './support/fake-terminal.ts';

const STORED: ImportedFile = { name: 'a.jpg', outcome: 'stored', faces: 2, rejectedFaces: [], warnings: [] };
const FAILED: ImportedFile = { name: 'b.jpg', outcome: 'failed', reason: 'none', remedy: 'none' };
const NOTHING = { stored: 0, alreadyStored: 0, failed: 0, faces: 0, rejectedFaces: 0, warnedFaces: 0 };

function start(isEndless: boolean) {
  const terminal = new FakeTerminal();
  const progress = new ImportProgress(terminal, { isEndless });
  const after = (milliseconds: number, ...files: readonly ImportedFile[]) => {
    terminal.nowMs += milliseconds;
    for (const file of files) progress.add(file);
  };
  return { terminal, progress, after };
}

describe('the progress of an import', () => {
  it('tells pace, time left, faces and failures, and what was done before says nothing of the pace', () => {
    const { terminal, progress, after } = start(false);
    progress.riseTo({ ...NOTHING, stored: 50, faces: 100, failed: 4 });
    progress.begin(100);
    after(1000, STORED);
    after(3000, STORED, FAILED, STORED);
    expect(terminal.stderr.text).toBe('56 of 100 photos, 0.5/s, 1 min 28 s left, 104 faces, 4 failed\n');
  });

  it('tells of one without an end what has come, now and then, and nothing while nothing comes', () => {
    const { terminal, progress, after } = start(true);
    after(1000, STORED, STORED);
    after(3000, FAILED);
    after(5000);
    after(100, STORED);
    progress.stop();
    expect(terminal.stderr.text).toBe('3 photos, 4 faces, 1 failed\n4 photos, 6 faces, 1 failed\n');
  });
});
