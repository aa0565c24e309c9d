import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { startServerProcess } from '../support/server-process.ts';
import { storeForeignVector } from '../support/store-vectors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Every file with its bytes. */
async function contentOf(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), 'base64')] as const),
  );
}

describe('the index of a data folder', () => {
  it('is kept by the server that stops, and left alone by a command beside the next one', async () => {
    const folder = await temporaryFolder();
    await storeForeignVector(folder, 'first');
    const server = await startServerProcess(folder);
    await server.end('SIGTERM');
    const kept = await contentOf(join(folder, 'index'));
    expect(kept.map(([name]) => name.slice(0, 5))).toEqual(['rows-', 'snaps']);

    const next = await startServerProcess(folder);
    // From then on it looks at the catalog every half minute: it has not seen what comes now when it is stopped.
    await expect.poll(async () => (await fetch(`${next.address}/readyz`)).status).toBe(200);
    await storeForeignVector(folder, 'second');
    const environment = { LIKENESS_DATA: folder };
    const { code } = await runCommand(['galleries', 'delete', 'first', '--yes'], { folder, environment });
    expect(code).toBe(0);
    expect(await contentOf(join(folder, 'index'))).toEqual(kept);

    await next.end('SIGTERM');
    const [[, rows] = [], [, snapshot] = []] = await contentOf(join(folder, 'index'));
    expect([rows === kept[0]?.[1], snapshot === kept[1]?.[1]]).toEqual([true, true]);
    expect(next.output()).not.toContain('index-discarded');
  });

  it('is kept by a command that is alone, for the server that comes', async () => {
    const folder = await temporaryFolder();
    await storeForeignVector(folder, 'first');
    await storeForeignVector(folder, 'second');
    const environment = { LIKENESS_DATA: folder };
    await runCommand(['galleries', 'delete', 'first', '--yes'], { folder, environment });
    expect((await readdir(join(folder, 'index'))).sort().at(-1)).toBe('snapshot');
    const server = await startServerProcess(folder);
    expect(server.output()).not.toContain('index-discarded');
    await server.end('SIGTERM');
  });
});
