import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluationOutput } from '../../src/cli/evaluation/evaluation-output.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { EvaluatePacksCommand, Evaluation } from '../../src/services/evaluate-packs.ts';
import { evaluationOf } from './support/evaluations.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { temporaryFolder } from './support/photo-file.ts';

const EVALUATION = evaluationOf(['standard-2', 'accurate-1']);

function engine(answer: (command: EvaluatePacksCommand) => Promise<Evaluation>): FakeComposition {
  return new FakeComposition({ evaluatePacks: answer });
}

describe('likeness evaluate', () => {
  test('prints one column a pack', async () => {
    const terminal = new FakeTerminal();
    const given: EvaluatePacksCommand[] = [];
    const composition = engine((command) => {
      given.push(command);
      return Promise.resolve(EVALUATION);
    });
    const words = ['evaluate', temporaryFolder(), '--pack', 'standard, accurate', '--face', 'central'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toMatch(/^ +standard-2 +accurate-1$/m);
    expect(terminal.stdout.text).toMatch(
      /^TAR at FMR 1e-2 +97\.50 % \(95\.00-99\.00\) on 12 pairs +97\.50 %/m,
    );
    expect(terminal.stdout.text).toMatch(/^TAR at FMR 1e-5 +not enough pairs +not enough pairs$/m);
    expect(terminal.stdout.text).toMatch(/^FNIR at FPIR 1e-2 +not enough searches/m);
    expect(terminal.stdout.text).toMatch(/^for FMR 1e-5 .*as the pack promises/m);
    expect(given[0]).toMatchObject({ packs: ['standard', 'accurate'], face: 'central', pictures: false });
  });

  test('prints all figures as JSON, without pictures', async () => {
    const terminal = new FakeTerminal();
    const composition = engine(() => Promise.resolve(EVALUATION));
    await runCommandLine(['evaluate', temporaryFolder(), '--json'], composition, terminal);
    const { packs } = jsonOf(evaluationOutput, terminal);
    expect(packs.map(({ pack }) => pack)).toEqual(['standard-2', 'accurate-1']);
    expect(packs[0]?.falseMatches).toEqual([
      { similarity: 0.91, score: 88, first: 'a/<1>.jpg', second: 'b/2.jpg' },
    ]);
  });

  test('counts the photos of all packs in its progress', async () => {
    const terminal = new FakeTerminal();
    const composition = engine((command) => {
      command.onStart(40);
      terminal.nowMs = 4000;
      command.onPhoto();
      return Promise.resolve(EVALUATION);
    });
    await runCommandLine(['evaluate', temporaryFolder()], composition, terminal);
    expect(terminal.stderr.text).toContain('1 of 40 photos');
  });

  test('ends with 130 at the first Ctrl-C, and says nothing', async () => {
    const terminal = new FakeTerminal();
    const composition = engine(async ({ signal }) => {
      terminal.pressControlC();
      signal?.throwIfAborted();
      return EVALUATION;
    });
    expect(await runCommandLine(['evaluate', temporaryFolder()], composition, terminal)).toBe(130);
    expect(terminal.stdout.text).toBe('');
    expect(composition.closed).toBe(1);
  });

  test('names the line of a list of pairs that is wrong', async () => {
    const terminal = new FakeTerminal();
    const list = join(temporaryFolder(), 'pairs.txt');
    writeFileSync(list, '1\t1\nAnna\t1\t2\nAnna\t1\n');
    const composition = engine(() => Promise.resolve(EVALUATION));
    expect(
      await runCommandLine(['evaluate', temporaryFolder(), '--pairs', list], composition, terminal),
    ).toBe(1);
    expect(terminal.stderr.text).toContain('Line 3 of the list of pairs');
  });

  test.each([
    [['--face', 'largest'], '--face'],
    [['--pairs', '/nowhere/pairs.txt'], '/nowhere/pairs.txt'],
    [['--report', '/nowhere/report.html'], '/nowhere'],
  ])('ends with 2 when %j cannot be', async (flags, named) => {
    const terminal = new FakeTerminal();
    const composition = engine(() => Promise.resolve(EVALUATION));
    expect(await runCommandLine(['evaluate', temporaryFolder(), ...flags], composition, terminal)).toBe(2);
    expect(terminal.stderr.text).toContain(named);
  });

  test('writes a report that escapes names, and allows no script and no network', async () => {
    const terminal = new FakeTerminal();
    const path = join(temporaryFolder(), 'report.html');
    const given: EvaluatePacksCommand[] = [];
    const composition = engine((command) => {
      given.push(command);
      return Promise.resolve(EVALUATION);
    });
    await runCommandLine(['evaluate', temporaryFolder(), '--report', path], composition, terminal);
    const page = readFileSync(path, 'utf8');
    expect(given[0]?.pictures).toBe(true);
    expect(page).toContain('a/&lt;1&gt;.jpg');
    expect(page).not.toMatch(/<script|<link|@import|style="|src="(?!data:)|<1>/);
    expect(page.match(/<svg class="plot"/g)).toHaveLength(2 + 2 * 2);
  });

  test('refuses a folder in place of the report before it measures', async () => {
    const terminal = new FakeTerminal();
    const composition = engine(() => Promise.reject(new Error('not to be asked')));
    const words = ['evaluate', temporaryFolder(), '--report', temporaryFolder()];
    expect(await runCommandLine(words, composition, terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('Name a file for the report.');
  });
});

describe('likeness evaluate --calibrate', () => {
  test('refuses a pack whose calibration is fixed before it looks at a photo', async () => {
    const terminal = new FakeTerminal();
    const composition = engine(() => Promise.reject(new Error('not to be asked')));
    composition.calibrations = {
      requireWritable: () => Promise.reject(new OperatorError('It comes with Likeness.', 'Leave it.')),
      write: () => Promise.reject(new Error('not to be written')),
    };
    expect(await runCommandLine(['evaluate', temporaryFolder(), '--calibrate'], composition, terminal)).toBe(
      1,
    );
    expect(terminal.stderr.text).toContain('It comes with Likeness.');
  });

  test('keeps what was measured and says how it fares with other people', async () => {
    const terminal = new FakeTerminal();
    const evaluation = evaluationOf(['mine-1'], { calibrated: true });
    const written: unknown[] = [];
    const composition = engine(() => Promise.resolve(evaluation));
    composition.calibrations = {
      requireWritable: () => Promise.resolve(),
      write: (...what) => {
        written.push(what);
        return Promise.resolve('mine.pack.json');
      },
    };
    const words = ['evaluate', temporaryFolder(), '--pack', 'mine-1', '--calibrate'];
    expect(await runCommandLine(words, composition, terminal)).toBe(0);
    expect(written).toEqual([['mine-1', evaluation.packs[0]?.measuredCalibration?.calibration]]);
    expect(terminal.stdout.text).toMatch(
      /^FMR at score 83, half 1 of the people +2e-4 of 1e-4 \(2 times; 3 pairs\)/m,
    );
    expect(terminal.stdout.text).toMatch(
      /^FMR at score 83, half 2 of the people +1e-4 of 1e-4 \(1 times; 3 pairs\)/m,
    );
    expect(terminal.stderr.text).toContain('Wrote the calibration of mine-1 into mine.pack.json.');
  });
});
