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

/** The repository without some dialects, in a folder of its own. */
async function checkoutWithout(ids: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const own of ids.flatMap(ownPlacesOf)) await rm(join(folder, own), { recursive: true, force: true });
  const list = join(folder, LIST_OF_DIALECTS);
  await writeFile(list, ids.reduce(withoutDialect, await readFile(list, 'utf8')));
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

const VENDORS = DIALECTS.filter(isVendor).map(({ id }) => id);

// Whatever spoke of a vendor outside of its folders would fail where that vendor is missing: in all runs but one.
describe.each(VENDORS)('without any vendor but %s', (id) => {
  it('everything compiles and answers', { timeout: 600_000 }, async () => {
    const others = VENDORS.filter((other) => other !== id);
    const run = runner(await checkoutWithout(others));
    expect(await run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'])).toBe('');
    await run(['scripts/build.mjs']);
    const cases = ['native', id].map((kept) => `test/conformance/${kept}/${kept}.test.ts`);
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
    expect(stdout).toContain(`the document of '${id}' is valid`);
    for (const other of others) expect(stdout).not.toContain(`the document of '${other}'`);
  });
});
