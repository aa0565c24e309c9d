import { describe, expect, test } from 'vitest';
import { createdKeyOutput, keyOutput, keysOutput, revokedKeyOutput } from '../../src/cli/commands/keys.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { FakeComposition } from './support/fake-composition.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { jsonOf } from './support/json.ts';
import { KEY } from './support/samples.ts';

describe('likeness keys', () => {
  const creating = (): FakeComposition =>
    new FakeComposition({
      createKey: ({ scopes = KEY.scopes, costPerSearch = 1, ...limits }) =>
        Promise.resolve({ key: { ...KEY, scopes, costPerSearch, ...limits }, secret: 'lk_secret' }),
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

  test('create takes what limits a key', async () => {
    const terminal = new FakeTerminal();
    const flags = ['--galleries', 'staff, guests', '--expires', '2127-01-01', '--credits', '500'];
    const words = ['keys', 'create', 'desk', ...flags, '--cost', '2', '--monthly-quota', '100'];
    words.push('--requests-per-minute', '60', '--json');
    expect(await runCommandLine(words, creating(), terminal)).toBe(0);
    expect(jsonOf(createdKeyOutput, terminal).key).toMatchObject({
      galleries: ['staff', 'guests'],
      expiresAt: '2127-01-01T00:00:00.000Z',
      credits: 500,
      costPerSearch: 2,
      monthlyQuota: 100,
      requestsPerMinute: 60,
    });
  });

  test('create takes an expiry in days from now', async () => {
    const terminal = new FakeTerminal();
    const before = Date.now();
    await runCommandLine(['keys', 'create', 'desk', '--expires', '30d', '--json'], creating(), terminal);
    const expiresAt = Date.parse(jsonOf(createdKeyOutput, terminal).key.expiresAt ?? '');
    expect(expiresAt - before).toBeGreaterThanOrEqual(30 * 86_400_000);
    expect(expiresAt - before).toBeLessThan(30.1 * 86_400_000);
  });

  test.each(['soon', '2027-13-01', '3w'])('create refuses %s as an expiry', async (expiry) => {
    const terminal = new FakeTerminal();
    expect(await runCommandLine(['keys', 'create', 'desk', '--expires', expiry], creating(), terminal)).toBe(
      2,
    );
    expect(terminal.stderr.text).toContain('--expires');
  });

  test('show and grant print what the key has left', async () => {
    const composition = new FakeComposition({
      getKey: (id) => Promise.resolve({ ...KEY, id, credits: 3 }),
      grantCredits: ({ keyId, credits }) => Promise.resolve({ ...KEY, id: keyId, credits: 3 + credits }),
    });
    const [shown, granted, refused] = [new FakeTerminal(), new FakeTerminal(), new FakeTerminal()];
    await runCommandLine(['keys', 'show', 'key-7'], composition, shown);
    await runCommandLine(['keys', 'grant', 'key-7', '500', '--json'], composition, granted);
    expect(shown.stdout.text).toMatch(/id +key-7\n[^]*credits +3\n/);
    expect(jsonOf(keyOutput, granted).key).toMatchObject({ id: 'key-7', credits: 503 });
    expect(await runCommandLine(['keys', 'grant', 'key-7', '0'], composition, refused)).toBe(2);
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
