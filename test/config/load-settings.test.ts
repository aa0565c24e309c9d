import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSettings, type SettingsSources } from '../../src/config/load-settings.ts';
import { SettingsError } from '../../src/config/settings-error.ts';

let workingDirectory = '';

beforeEach(() => {
  workingDirectory = mkdtempSync(join(tmpdir(), 'likeness-config-'));
});

afterEach(() => rmSync(workingDirectory, { recursive: true }));

function writeConfig(contents: unknown, name = 'likeness.config.json'): string {
  const path = join(workingDirectory, name);
  writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return path;
}

function load(sources: SettingsSources = {}) {
  return loadSettings({ workingDirectory, ...sources });
}

function problemsOf(sources: SettingsSources): readonly string[] {
  try {
    load(sources);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('where settings come from', () => {
  test('without any source every default holds', () => {
    expect(load()).toMatchObject({
      port: 8686,
      host: '127.0.0.1',
      data: './likeness-data',
      scoring: 'search',
    });
  });

  test('a flag wins over the environment, the environment over the file, the file over the default', () => {
    writeConfig({ port: 1001, host: 'file', scoring: 'pair' });
    const environment = { LIKENESS_PORT: '1002', LIKENESS_HOST: 'environment' };
    const settings = load({ flags: { port: 1003 }, environment });
    expect(settings).toMatchObject({ port: 1003, host: 'environment', scoring: 'pair', logLevel: 'info' });
  });

  test.each([
    ['LIKENESS_API_KEY', 'long-enough', 'apiKey', 'long-enough'],
    ['LIKENESS_MAX_PHOTO_BYTES', '4096', 'maxPhotoBytes', 4096],
    ['LIKENESS_KEEP_ORIGINALS', 'true', 'keepOriginals', true],
    ['LIKENESS_LOG_LEVEL', 'silent', 'logLevel', 'silent'],
  ])('%s sets %s', (variable, value, name, expected) => {
    expect(load({ environment: { [variable]: value } })).toHaveProperty(name, expected);
  });

  test('empty variables, undefined flags and variables of others count as unset', () => {
    const environment = { LIKENESS_PORT: '', LIKENESS_HOST: ' ', LIKENESS_DATABASE_URL: '', PATH: '/bin' };
    expect(load({ environment, flags: { port: undefined } })).toMatchObject({
      port: 8686,
      host: '127.0.0.1',
    });
  });

  test('a flag names another file, and wins over LIKENESS_CONFIG', () => {
    const first = writeConfig({ port: 1 }, 'first.json');
    const environment = { LIKENESS_CONFIG: writeConfig({ port: 2 }, 'second.json') };
    expect(load({ environment }).port).toBe(2);
    expect(load({ environment, file: first }).port).toBe(1);
  });

  test('text of the command line is understood as a number or a switch', () => {
    expect(load({ flags: { port: '90', keepOriginals: 'false' } })).toMatchObject({
      port: 90,
      keepOriginals: false,
    });
  });

  test('the address that clients read from the environment is none, so that both can be used from one shell', () => {
    const environment = { LIKENESS_URL: 'http://127.0.0.1:9000', LIKENESS_PORT: '9000' };
    expect(load({ environment })).toEqual(load({ environment: { LIKENESS_PORT: '9000' } }));
    expect(problemsOf({ environment: { LIKENESS_URLS: 'x' } })).toHaveLength(1);
    writeConfig({ url: 'http://127.0.0.1:9000' });
    expect(problemsOf({})).toHaveLength(1);
  });
});

describe('what is refused', () => {
  test('an unknown variable, with the nearest name', () => {
    expect(problemsOf({ environment: { LIKENESS_PROT: '1' } })).toEqual([
      'LIKENESS_PROT (environment): there is no such setting. Did you mean LIKENESS_PORT?',
    ]);
  });

  test('an unknown key of the file, with the nearest name', () => {
    const path = writeConfig({ maxPhotoByte: 5000 });
    expect(problemsOf({})).toEqual([
      `maxPhotoByte (${path}): there is no such setting. Did you mean maxPhotoBytes?`,
    ]);
  });

  test('a name that resembles nothing, without a suggestion', () => {
    expect(problemsOf({ flags: { somethingElseEntirely: 1 } })).toEqual([
      'somethingElseEntirely (command line): there is no such setting.',
    ]);
  });

  test('a database address, because PostgreSQL comes later', () => {
    const environment = { LIKENESS_DATABASE_URL: 'postgres://user:secret@server/db' };
    const problems = problemsOf({ environment, flags: { databaseUrl: 'postgres://' } });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).toMatch(/LIKENESS_DATABASE_URL.*PostgreSQL comes in a later version/);
    expect(problems.join('\n')).not.toContain('secret');
  });

  test.each([
    ['port', 'abc', 'must be a whole number from 0 to 65535, but is "abc"'],
    ['port', '70000', 'must be a whole number from 0 to 65535, but is "70000"'],
    ['port', '1.5', 'must be a whole number from 0 to 65535, but is "1.5"'],
    ['scoring', 'best', 'must be one of: search, pair, but is "best"'],
    ['keepOriginals', 'maybe', 'must be true or false, but is "maybe"'],
  ])('%s=%s, with its source and its rule', (name, value, rule) => {
    expect(problemsOf({ flags: { [name]: value } })).toEqual([`${name} (command line): ${rule}.`]);
  });

  test.each([null, true, [], '', {}])('a port of %j in the file', (port) => {
    writeConfig({ port });
    expect(problemsOf({})[0]).toContain('must be a whole number from 0 to 65535');
  });

  test('a key that is no text, without showing it', () => {
    writeConfig({ apiKey: 987_654 });
    const [problem] = problemsOf({});
    expect(problem).toContain('apiKey');
    expect(problem).not.toContain('987654');
  });

  test('several problems are told at once', () => {
    expect(problemsOf({ environment: { LIKENESS_PROT: '1' }, flags: { port: 'x' } })).toHaveLength(2);
  });

  test('a file that is not JSON, not an object, or not there', () => {
    writeConfig('{ port: 1 }');
    expect(problemsOf({})[0]).toContain('it is not valid JSON');
    writeConfig([1]);
    expect(problemsOf({})[0]).toContain('it must hold one JSON object');
    expect(problemsOf({ file: 'missing.json' })[0]).toContain('there is no such file');
  });
});
