import { execFile } from 'node:child_process';
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/dialects/dialects.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = [
  'src',
  'test',
  'bench',
  'scripts',
  'docs/openapi',
  'tsconfig.json',
  'package.json',
  'vitest.config.ts',
];

const run = promisify(execFile);

/** Removes the line that imports a dialect, and its name from the list. */
function withoutDialect(list: string, id: string): string {
  const [line = '', name = ''] =
    new RegExp(`^import \\{ (\\w+) \\} from '\\./${id}/.*\\n`, 'm').exec(list) ?? [];
  const [before = '', names = ''] = list.replace(line, '').split('= [');
  return `${before}= [${names.replace(new RegExp(`\\b${name}\\b,? ?`), '')}`;
}

/** The sources and tests without a dialect, in a folder of their own. */
async function checkoutWithout(id: string): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const own of [`src/dialects/${id}`, `test/conformance/${id}`, `docs/openapi/${id}.json`]) {
    await rm(join(folder, own), { recursive: true });
  }
  const list = join(folder, 'src/dialects/dialects.ts');
  await writeFile(list, withoutDialect(await readFile(list, 'utf8'), id));
  return folder;
}

/** Ours is what the console, the tests and other servers speak; the vendors' can be taken away. */
const vendors = DIALECTS.map(({ id }) => id).filter((id) => id !== 'native');

describe.each(vendors)('without the dialect %s', (id) => {
  it('everything else compiles and answers', { timeout: 180_000 }, async () => {
    const cwd = await checkoutWithout(id);
    const environment = { ...process.env, NODE_ENV: '', CI: '' };
    const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
    const compiling = run(bin('tsc'), ['-p', 'tsconfig.json'], { cwd, env: environment });
    expect(await compiling.catch(({ stdout }: { stdout: string }) => ({ stdout }))).toMatchObject({
      stdout: '',
    });
    const tests = ['test/http/openapi.test.ts', 'test/http/routing.test.ts'];
    const { stdout } = await run(bin('vitest'), ['run', '--reporter=json', ...tests], {
      cwd,
      env: environment,
    });
    const report: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(report).toMatchObject({
      success: true,
      numFailedTests: 0,
    });
    expect(stdout).not.toContain(`"the document of ${id} `);
  });
});
