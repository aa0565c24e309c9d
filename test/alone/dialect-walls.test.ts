import { execFile } from 'node:child_process';
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/dialects/dialects.ts';
import { isVendor, LIST_OF_DIALECTS, ownPlacesOf } from '../support/dialect-folders.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = [
  'assembly',
  'src',
  'test',
  'bench',
  'scripts',
  'examples',
  'docs',
  'dist/models',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
  'vitest.config.ts',
];

/** What speaks of all dialects, beside the cases of each. Services know none, as the import rules prove. */
const SHARED_TESTS = ['test/dialects', 'test/http/openapi', 'test/http/routing', 'test/http/docs'];

/** Removes the line that imports a dialect, and its name from the list. */
function withoutDialect(list: string, id: string): string {
  const [line = '', name = ''] =
    new RegExp(`^import \\{ (\\w+) \\} from '\\./${id}/.*\\n`, 'm').exec(list) ?? [];
  const [before = '', names = ''] = list.replace(line, '').split('= [');
  return `${before}= [${names.replace(new RegExp(`\\b${name}\\b,? ?`), '')}`;
}

/** The repository without a dialect, in a folder of its own. */
async function checkoutWithout(id: string): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const own of ownPlacesOf(id)) await rm(join(folder, own), { recursive: true, force: true });
  const list = join(folder, LIST_OF_DIALECTS);
  await writeFile(list, withoutDialect(await readFile(list, 'utf8'), id));
  return folder;
}

/** Runs programs of Node in a folder, apart from this test run; each gives what it has printed. */
function runner(cwd: string) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  return async (words: readonly string[]): Promise<string> => {
    const running = promisify(execFile)(process.execPath, words, { cwd, env, maxBuffer: 2 ** 26 });
    const { stdout } = await running.catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${words.join(' ')}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  };
}

describe.each(DIALECTS.filter(isVendor))('without the dialect $id', ({ id }) => {
  it('everything else compiles and answers', { timeout: 600_000 }, async () => {
    const run = runner(await checkoutWithout(id));
    expect(await run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'])).toBe('');
    await run(['scripts/build.mjs']);
    const others = DIALECTS.map((dialect) => dialect.id).filter((other) => other !== id);
    const cases = others.map((other) => `test/conformance/${other}/${other}.test.ts`);
    const stdout = await run([
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=json',
      ...SHARED_TESTS,
      ...cases,
    ]);
    const report: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(report).toMatchObject({ success: true, numFailedTests: 0 });
    for (const file of cases) expect(stdout).toContain(file);
    expect(stdout).not.toContain(`"the document of ${id} `);
  });
});
