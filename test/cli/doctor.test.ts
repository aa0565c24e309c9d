import { describe, expect, test } from 'vitest';
import { doctorOutput } from '../../src/cli/commands/doctor.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';

describe('likeness doctor', () => {
  test('ends with 0 when everything is good', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition();
    composition.findings = [{ subject: 'disk', state: 'good', sentence: '12 GB are free.' }];
    expect(await runCommandLine(['doctor'], composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toContain('Everything is good.');
  });

  test('shows remedies and ends with 1 when something is bad', async () => {
    const composition = new FakeComposition();
    composition.findings = [
      { subject: 'models', state: 'bad', sentence: 'A file is missing.', remedy: 'Build again.' },
    ];
    const [table, json] = [new FakeTerminal(), new FakeTerminal()];
    expect(await runCommandLine(['doctor'], composition, table)).toBe(1);
    expect(await runCommandLine(['doctor', '--json'], composition, json)).toBe(1);
    expect(table.stdout.text).toContain('models: Build again.');
    expect(jsonOf(doctorOutput, json)).toEqual({ findings: composition.findings });
  });

  test('ends with 0 when there are only warnings', async () => {
    const composition = new FakeComposition();
    composition.findings = [
      { subject: 'disk', state: 'warning', sentence: 'Little room.', remedy: 'Clear up.' },
    ];
    expect(await runCommandLine(['doctor'], composition, new FakeTerminal())).toBe(0);
  });
});
