import { describe, expect, test } from 'vitest';
import { createdKeyOutput, keysOutput, revokedKeyOutput } from '../../src/cli/commands/keys.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { KEY } from './support/samples.ts';

describe('likeness keys', () => {
  const creating = (): FakeComposition =>
    new FakeComposition({
      createKey: ({ name, scopes }) =>
        Promise.resolve({ key: { ...KEY, name, scopes: scopes ?? KEY.scopes }, secret: 'lk_secret' }),
    });

  test('create prints the secret alone on standard output', async () => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['keys', 'create', 'desk'], creating(), terminal)).toBe(0);
    expect(terminal.stdout.text).toBe('lk_secret\n');
    expect(terminal.stderr.text).toContain('key-1');
    expect(terminal.stderr.text).not.toContain('lk_secret');
  });

  test('create takes scopes', async () => {
    const terminal = new FakeTerminal();
    await runCommandLine(
      ['keys', 'create', 'desk', '--scopes', 'read, search', '--json'],
      creating(),
      terminal,
    );
    expect(jsonOf(createdKeyOutput, terminal)).toMatchObject({
      key: { scopes: ['read', 'search'] },
      secret: 'lk_secret',
    });
  });

  test('create refuses an unknown scope', async () => {
    const terminal = new FakeTerminal();
    const words = ['keys', 'create', 'desk', '--scopes', 'everything'];
    expect(await runCommandLine(words, creating(), terminal)).toBe(2);
    expect(terminal.stderr.text).toContain('--scopes');
  });

  test('list shows when a key was revoked', async () => {
    const composition = new FakeComposition({
      listKeys: () => Promise.resolve([KEY, { ...KEY, id: 'key-2', revokedAtMs: 1000 }]),
    });
    const [table, json] = [new FakeTerminal(), new FakeTerminal()];
    await runCommandLine(['keys', 'list'], composition, table);
    await runCommandLine(['keys', 'list', '--json'], composition, json);
    expect(table.stdout.text).toMatch(/key-2 .*1970-01-01T00:00:01\.000Z/);
    expect(jsonOf(keysOutput, json).keys[0]?.revokedAt).toBeUndefined();
  });

  test('revoke names the key', async () => {
    const terminal = new FakeTerminal();
    const composition = new FakeComposition({ revokeKey: () => Promise.resolve() });
    await runCommandLine(['keys', 'revoke', 'key-1', '--json'], composition, terminal);
    expect(jsonOf(revokedKeyOutput, terminal)).toEqual({ revoked: 'key-1' });
  });
});
