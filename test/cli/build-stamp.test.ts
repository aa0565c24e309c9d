import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withBuildLock } from '../../scripts/build-lock.mjs';
import { isBuildFresh, sourceStamp, writeStamp } from '../../scripts/build-stamp.mjs';
import { temporaryFolder } from './support/photo-file.ts';

function checkout(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, 'src/core'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'src/main.ts'), 'main');
  writeFileSync(join(root, 'src/core/face.ts'), 'face');
  return root;
}

function builtCheckout(): string {
  const root = checkout();
  writeStamp(root, sourceStamp(root));
  return root;
}

describe('a build is fresh', () => {
  test('when nothing has changed since', () => {
    expect(isBuildFresh(builtCheckout())).toBe(true);
  });

  test('when a file was only touched', () => {
    const root = builtCheckout();
    utimesSync(join(root, 'src/main.ts'), 1, 1);
    expect(isBuildFresh(root)).toBe(true);
  });
});

describe('a build is stale', () => {
  const changes: [string, (root: string) => void][] = [
    ['a file has changed', (root) => writeFileSync(join(root, 'src/core/face.ts'), 'fact')],
    ['a file was added', (root) => writeFileSync(join(root, 'src/core/box.ts'), '')],
    ['a file was removed', (root) => rmSync(join(root, 'src/core/face.ts'))],
    ['a file was renamed', (root) => renameSync(join(root, 'src/core/face.ts'), join(root, 'src/core/f.ts'))],
    ['the package has changed', (root) => writeFileSync(join(root, 'package.json'), '{"a":1}')],
    ['dist is gone', (root) => rmSync(join(root, 'dist'), { recursive: true })],
  ];

  test.each(changes)('when %s', (_, change) => {
    const root = builtCheckout();
    change(root);
    expect(isBuildFresh(root)).toBe(false);
  });

  test('when it was never finished', () => {
    expect(isBuildFresh(checkout())).toBe(false);
  });
});

describe('the lock of the build', () => {
  test('lets one work after the other', async () => {
    const root = checkout();
    const steps: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} ends`);
    };
    await Promise.all([withBuildLock(root, work('first')), withBuildLock(root, work('second'))]);
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  test('is free again after a failure', async () => {
    const root = checkout();
    const failing = withBuildLock(root, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withBuildLock(root, () => 'built')).toBe('built');
  });

  test('is taken over from a process that is gone', async () => {
    const root = checkout();
    mkdirSync(join(root, 'dist/.build-lock'));
    writeFileSync(join(root, 'dist/.build-lock/owner'), '999999999');
    expect(await withBuildLock(root, () => 'built')).toBe('built');
  });
});
