import { describe, expect, test } from 'vitest';
import { serverOutput } from '../../src/cli/commands/serve.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';

function terminalThatStops(presses = 1): FakeTerminal {
  const terminal = new FakeTerminal();
  terminal.stderr.onText = (text) => {
    if (!text.startsWith('Stop with')) return;
    for (let press = 0; press < presses; press += 1) terminal.pressControlC();
  };
  return terminal;
}

describe('likeness serve', () => {
  test('prints where it listens and stops in good order', async () => {
    const terminal = terminalThatStops();
    const composition = new FakeComposition();
    expect(await runCommandLine(['serve', '--port', '0'], composition, terminal)).toBe(0);
    expect(terminal.stdout.text).toContain('http://127.0.0.1:8686\n');
    expect(terminal.stdout.text).toContain('http://127.0.0.1:8686/docs');
    expect(terminal.stdout.text).not.toContain('key');
    expect(composition.opened[0]).toMatchObject({ port: 0 });
    expect(composition.closed).toBe(1);
    expect(terminal.exits).toEqual([]);
  });

  test('shows the first key on a line of its own', async () => {
    const terminal = terminalThatStops();
    const composition = new FakeComposition();
    composition.server = { address: 'http://127.0.0.1:1', firstKeySecret: 'lk_first' };
    await runCommandLine(['serve'], composition, terminal);
    expect(terminal.stdout.text).toMatch(/^ {2}lk_first$/m);
    expect(terminal.stderr.text).not.toContain('lk_first');
  });

  test('prints the same as JSON', async () => {
    const terminal = terminalThatStops();
    const composition = new FakeComposition();
    composition.server = { address: 'http://127.0.0.1:1', firstKeySecret: 'lk_first' };
    await runCommandLine(['serve', '--json'], composition, terminal);
    expect(jsonOf(serverOutput, terminal)).toEqual({
      address: 'http://127.0.0.1:1',
      docs: 'http://127.0.0.1:1/docs',
      firstKeySecret: 'lk_first',
    });
  });

  test('stops at once when it is interrupted twice', async () => {
    const terminal = terminalThatStops(2);
    await runCommandLine(['serve'], new FakeComposition(), terminal);
    expect(terminal.exits).toEqual([130]);
  });
});
