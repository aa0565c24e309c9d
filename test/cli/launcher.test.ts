import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './support/photo-file.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const COPIED = ['bin', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** A checkout whose whole product is one line that prints its arguments. */
function checkout(): string {
  const root = temporaryFolder();
  for (const name of COPIED) cpSync(join(REPOSITORY, name), join(root, name), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'src/old'), { recursive: true });
  writeFileSync(join(root, 'src/old/gone.ts'), 'export const gone = 1;\n');
  writeFileSync(join(root, 'src/data.json'), '{}');
  writeFileSync(join(root, 'src/main.ts'), "process.stdout.write(process.argv.slice(2).join(' '));\n");
  return root;
}

function launch(
  root: string,
  ...words: string[]
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'bin/likeness.mjs'), ...words], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

describe('the launcher in a source checkout', { timeout: 60_000 }, () => {
  test('builds first, says so on standard error only, and does not build again', async () => {
    const root = checkout();
    const first = await launch(root, 'a', 'b');
    expect(first).toMatchObject({ code: 0, stdout: 'a b' });
    expect(first.stderr).toContain('building');
    expect(readdirSync(join(root, 'dist'))).toContain('data.json');
    expect(await launch(root, 'c')).toEqual({ code: 0, stdout: 'c', stderr: '' });
  });

  test('may be started several times at once', async () => {
    const root = checkout();
    const launched = await Promise.all([launch(root, 'a'), launch(root, 'b'), launch(root, 'c')]);
    expect(launched.map(({ stdout }) => stdout)).toEqual(['a', 'b', 'c']);
    expect(launched.filter(({ stderr }) => stderr.includes('building'))).toHaveLength(1);
    expect(readdirSync(join(root, 'dist')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('refuses to run what does not compile, with 2', async () => {
    const root = checkout();
    writeFileSync(join(root, 'src/main.ts'), 'export const size: number = "large";\n');
    const launched = await launch(root);
    expect(launched).toMatchObject({ code: 2, stdout: '' });
    expect(launched.stderr).toContain('the build failed');
  });
});

describe('the launcher in an installed package', () => {
  test('runs what is there', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'dist'));
    cpSync(join(REPOSITORY, 'bin'), join(root, 'bin'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
    writeFileSync(join(root, 'dist/main.js'), "process.stdout.write('installed');\n");
    expect(await launch(root)).toEqual({ code: 0, stdout: 'installed', stderr: '' });
  });
});
