import { describe, expect, test } from 'vitest';
import { comparisonOutput } from '../../src/cli/commands/compare.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { photoFile } from './support/photo-file.ts';
import { analyzedFace, SCORE } from './support/samples.ts';

function composition(): FakeComposition {
  return new FakeComposition({
    compareFaces: () =>
      Promise.resolve({
        ...SCORE,
        similarity: 0.8,
        distances: { faked: 0.2 },
        first: { face: analyzedFace(), facesInPhoto: 3 },
        second: { face: analyzedFace(), facesInPhoto: 1 },
      }),
  });
}

describe('likeness compare', () => {
  test('says score, band and what they mean', async () => {
    const terminal = new FakeTerminal();
    const exitCode = await runCommandLine(['compare', photoFile(), photoFile()], composition(), terminal);
    expect(exitCode).toBe(0);
    expect(terminal.stdout.text).toBe(
      'Score 91 of 100 (certain): almost certainly the same person.\n' +
        'Of 200,000 pairs of strangers about one looks this much alike.\n',
    );
    expect(terminal.stderr.text).toContain('3 faces; the most prominent was used');
  });

  test('prints the same as JSON', async () => {
    const terminal = new FakeTerminal();
    await runCommandLine(['compare', photoFile(), photoFile(), '--json'], composition(), terminal);
    expect(jsonOf(comparisonOutput, terminal)).toMatchObject({ score: 91, band: 'certain', facesInFirst: 3 });
  });

  test('ends with 2 when a photo does not exist', async () => {
    const terminal = new FakeTerminal();
    const words = ['compare', photoFile(), `${photoFile()}.missing`];
    expect(await runCommandLine(words, composition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('There is no file or folder');
  });
});
