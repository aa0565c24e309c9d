import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinFolderTenancy } from '../../src/blobs/folder/folder-tenancy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The number of a process that lives until the test ends it. */
async function startSleeper() {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  return { processId: child.pid ?? 0, end: async () => (child.kill('SIGKILL'), once(child, 'exit')) };
}

describe('the processes that share a data folder', () => {
  it('know of each other until they leave', async () => {
    const folder = await temporaryFolder();
    const other = await startSleeper();
    const first = await joinFolderTenancy(folder);
    expect(await first.isAlone()).toBe(true);
    const second = await joinFolderTenancy(folder, other.processId);
    expect([await first.isAlone(), await second.isAlone()]).toEqual([false, false]);
    await second.leave();
    await second.leave();
    expect(await first.isAlone()).toBe(true);
    await first.leave();
    await other.end();
  });

  it('are forgotten when they are killed, and their files removed', async () => {
    const folder = await temporaryFolder();
    const other = await startSleeper();
    const first = await joinFolderTenancy(folder);
    await joinFolderTenancy(folder, other.processId);
    expect(await first.isAlone()).toBe(false);
    await other.end();
    expect(await first.isAlone()).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
    await first.leave();
  });

  it('are forgotten when they have been silent, also on another machine, and not before', async () => {
    const folder = await temporaryFolder();
    const tenancy = await joinFolderTenancy(folder);
    const elsewhere = join(folder, 'another-machine~1~x');
    await writeFile(elsewhere, '');
    expect(await tenancy.isAlone()).toBe(false);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(elsewhere, longAgo, longAgo);
    expect(await tenancy.isAlone()).toBe(true);
    await tenancy.leave();
  });

  it('do not take their own earlier life under the same number for another', async () => {
    const folder = await temporaryFolder();
    await joinFolderTenancy(folder);
    const reborn = await joinFolderTenancy(folder);
    expect(await reborn.isAlone()).toBe(true);
    await reborn.leave();
  });
});
