import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { Fault } from '../../src/core/fault.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { temporaryFolder } from './support/photo-file.ts';

const failureSchema = z.object({ error: z.object({ message: z.string() }) });

const COMMANDS = [
  ['demo'],
  ['index'],
  ['search'],
  ['compare'],
  ['serve'],
  ['galleries', 'list'],
  ['galleries', 'create'],
  ['galleries', 'show'],
  ['galleries', 'delete'],
  ['keys', 'create'],
  ['keys', 'list'],
  ['keys', 'revoke'],
  ['doctor'],
];

describe('the command line', () => {
  test.each(COMMANDS)('shows examples in the help of %s %s', async (...words) => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine([...words, '--help'], new FakeComposition(), terminal)).toBe(0);
    expect(terminal.stdout.text).toMatch(/Examples?:\n {2}\$ /);
    expect(terminal.stdout.text).toContain('--json');
    expect(terminal.stderr.text).toBe('');
  });

  test('gives a failure as JSON where JSON is wanted, and in words beside it', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({
      getGallery: () => Promise.reject(new Fault('gallery_not_found', { details: { gallery: 'x' } })),
    });
    expect(await runCommandLine(['galleries', 'show', 'x', '--json'], composition, terminal)).toBe(1);
    expect(JSON.parse(terminal.stdout.text)).toMatchObject({
      error: { code: 'gallery_not_found', message: 'There is no gallery named "x".' },
    });
    expect(terminal.stderr.text).toContain('There is no gallery named "x".');
  });

  test('gives a mistake in the command line as JSON too where JSON is wanted', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['search', 'x.jpg', '--json'], new FakeComposition(), terminal)).toBe(2);
    const { error } = failureSchema.parse(JSON.parse(terminal.stdout.text));
    expect(error.message).toContain('--gallery');
  });

  test('lists galleries and keys when nothing else is asked of them', async () => {
    const composition = new FakeComposition({
      listGalleries: () => Promise.resolve({ items: [] }),
      listKeys: () => Promise.resolve([]),
    });
    for (const word of ['galleries', 'keys']) {
      expect(await runCommandLine([word], composition, new FakeTerminal())).toBe(0);
    }
  });

  test('prints its version', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['--version'], new FakeComposition(), terminal)).toBe(0);
    expect(terminal.stdout.text).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('suggests the command that was probably meant', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['serch'], new FakeComposition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('Did you mean search?');
    expect(terminal.stdout.text).toBe('');
  });

  test('shows its help on standard error when no command is named', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine([], new FakeComposition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('Usage: likeness');
    expect(terminal.stdout.text).toBe('');
  });

  test('takes every setting as a flag before or after the command', async () => {
    const composition = new FakeComposition({ listKeys: () => Promise.resolve([]) });
    const words = ['--vision-workers', '3', 'keys', 'list', '--data', './elsewhere', '--keep-originals'];
    expect(await runCommandLine(words, composition, new FakeTerminal())).toBe(0);
    expect(composition.opened[0]).toMatchObject({
      visionWorkers: 3,
      data: './elsewhere',
      keepOriginals: true,
    });
  });

  test('prefers flags to the environment', async () => {
    const composition = new FakeComposition({ listKeys: () => Promise.resolve([]) });
    const terminal = new FakeTerminal();
    terminal.environment = { LIKENESS_DATA: './from-environment', LIKENESS_PORT: '9000' };
    await runCommandLine(['keys', 'list', '--data', './from-flag'], composition, terminal);
    expect(composition.opened[0]).toMatchObject({ data: './from-flag', port: 9000 });
  });

  test('ends with 2 when a setting is not valid', async () => {
    const terminal = new FakeTerminal();
    const words = ['keys', 'list', '--port', 'many'];
    expect(await runCommandLine(words, new FakeComposition(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('port');
    expect(terminal.stderr.text).not.toContain('    at ');
  });

  test('ends with 2 when the settings file does not exist', async () => {
    const terminal = new FakeTerminal();
    const words = ['keys', 'list', '--config', join(temporaryFolder(), 'missing.json')];
    expect(await runCommandLine(words, new FakeComposition(), terminal)).toBe(2);
  });

  test('warns that a key on the command line can be seen, without showing it', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({ listKeys: () => Promise.resolve([]) });
    await runCommandLine(['keys', 'list', '--api-key', 'secret-secret'], composition, terminal);
    expect(terminal.stderr.text).toContain('LIKENESS_API_KEY');
    expect(terminal.stderr.text + terminal.stdout.text).not.toContain('secret-secret');
  });
});

describe('a command that fails', () => {
  async function failWith(failure: unknown): Promise<{ exitCode: number; terminal: FakeTerminal }> {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({ listKeys: () => Promise.reject(failure) });
    const exitCode = await runCommandLine(['keys', 'list'], composition, terminal);
    expect(terminal.stdout.text).toBe('');
    expect(composition.closed).toBe(1);
    return { exitCode, terminal };
  }

  test('says the sentence and the remedy of a fault', async () => {
    const fault = new Fault('gallery_not_found', { details: { gallery: 'people\u001b[2J' } });
    const { exitCode, terminal } = await failWith(fault);
    expect(exitCode).toBe(1);
    expect(terminal.stderr.text).toContain('There is no gallery named "people');
    expect(terminal.stderr.text).toContain(fault.remedy);
    expect(terminal.stderr.text).not.toContain('\u001b');
  });

  test('says the remedy of an operator error', async () => {
    const { exitCode, terminal } = await failWith(new OperatorError('The disk is full.', 'Make room.'));
    expect(exitCode).toBe(1);
    expect(terminal.stderr.text).toBe('likeness: The disk is full.\n  Make room.\n');
  });

  test('says what to do when the operating system refuses', async () => {
    const refusal = Object.assign(new Error('listen EADDRINUSE: address already in use'), {
      code: 'EADDRINUSE',
      syscall: 'listen',
    });
    const { exitCode, terminal } = await failWith(refusal);
    expect(exitCode).toBe(1);
    expect(terminal.stderr.text).toContain('--port');
  });

  test('shows the stack of a bug and asks to report it', async () => {
    const { exitCode, terminal } = await failWith(new TypeError('x is undefined'));
    expect(exitCode).toBe(70);
    expect(terminal.stderr.text).toContain('TypeError: x is undefined\n    at ');
    expect(terminal.stderr.text).toContain('report');
  });

  test('ends at once with 130 when it is interrupted', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({
      listKeys() {
        terminal.pressControlC();
        return Promise.resolve([]);
      },
    });
    await runCommandLine(['keys', 'list'], composition, terminal);
    expect(terminal.exits).toEqual([130]);
  });
});
