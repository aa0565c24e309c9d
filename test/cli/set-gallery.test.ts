import { describe, expect, test } from 'vitest';
import { galleryOutput } from '../../src/cli/gallery-outline.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { QualityRules } from '../../src/core/quality-rules.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { GALLERY } from './support/samples.ts';

const RULES: QualityRules = { warnBelow: { score: 0.5 }, rejectBelow: { size: 0.3 } };

function compositionWithRules(): { composition: FakeComposition; set: QualityRules[] } {
  const set: QualityRules[] = [];
  const composition = new FakeComposition({
    getGallery: () => Promise.resolve({ ...GALLERY, quality: RULES }),
    setGalleryQuality({ quality }) {
      set.push(quality);
      return Promise.resolve({ ...GALLERY, quality });
    },
    createGallery: ({ name, quality }) => Promise.resolve({ ...GALLERY, name, quality: quality ?? RULES }),
  });
  return { composition, set };
}

describe('likeness galleries set', () => {
  test('changes what was given and keeps the rest', async () => {
    const terminal = new FakeTerminal();
    const { composition, set } = compositionWithRules();
    const words = ['galleries', 'set', 'people', '--reject-below', 'size=.4, sharpness=0.2'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(set).toEqual([{ warnBelow: { score: 0.5 }, rejectBelow: { size: 0.4, sharpness: 0.2 } }]);
    expect(terminal.stdout.text).toContain('size=0.4,sharpness=0.2');
  });

  test('takes bounds away with an empty text', async () => {
    const { composition, set } = compositionWithRules();
    const words = ['galleries', 'set', 'people', '--reject-below', ''];
    expect(await runCommandLine(words, composition, new FakeTerminal())).toBe(0);
    expect(set).toEqual([{ warnBelow: { score: 0.5 }, rejectBelow: {} }]);
  });

  test.each(['size=2', 'beauty=0.5', 'size', 'size=0.2=3'])('refuses %s', async (bounds) => {
    const terminal = new FakeTerminal();
    const { composition, set } = compositionWithRules();
    const words = ['galleries', 'set', 'people', '--warn-below', bounds];
    expect(await runCommandLine(words, composition, terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('--warn-below');
    expect(set).toEqual([]);
  });

  test('refuses to change nothing', async () => {
    const { composition } = compositionWithRules();
    expect(await runCommandLine(['galleries', 'set', 'people'], composition, new FakeTerminal())).toBe(2);
  });

  test('works for a new gallery too', async () => {
    const terminal = new FakeTerminal();
    const { composition } = compositionWithRules();
    const words = ['galleries', 'create', 'staff', '--warn-below', 'pose=0.4', '--json'];
    await runCommandLine(words, composition, terminal);
    expect(jsonOf(galleryOutput, terminal).quality).toEqual({ warnBelow: { pose: 0.4 }, rejectBelow: {} });
  });
});
