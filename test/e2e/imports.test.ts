import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { importOutput } from '../../src/cli/commands/imports/import-output.ts';
import { filesOutput, importsOutput } from '../../src/cli/commands/imports/imports-command.ts';
import { runCommand } from '../support/command.ts';
import { folderWith } from '../support/folder-with.ts';
import { makeZip } from '../support/make-zip.ts';
import { plainPicture, recompressed, samplePhoto } from '../support/sample-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PROVENANCE = ['--provenance', 'a test'];
const failureSchema = z.object({ error: z.object({ message: z.string(), remedy: z.string() }) });

async function makeInbox(): Promise<string> {
  const photo = await samplePhoto(2);
  return folderWith({
    'a.jpg': photo,
    'a.json': Buffer.from('{"album":"summer"}'),
    'copy.jpg': photo,
    'sub/b.jpg': await samplePhoto(5),
    'sub/nobody.png': await plainPicture(),
    'thumbs/a.jpg': await recompressed(photo),
  });
}

/** A data folder, and the command line on it. */
async function openWorld() {
  const data = await temporaryFolder();
  const environment = { LIKENESS_DATA: data, LIKENESS_LOG_LEVEL: 'warn' };
  const run = (...words: readonly string[]) => runCommand(words, { folder: data, environment });
  const json = async (...words: readonly string[]): Promise<unknown> =>
    JSON.parse((await run(...words, '--json')).stdout);
  return { data, environment, run, json };
}

describe('likeness import', () => {
  it('stores a folder, says what became of each file, and passes over what is there', async () => {
    const { run, json } = await openWorld();
    const inbox = await makeInbox();
    const words = ['import', 'folder', inbox, '--gallery', 'people', ...PROVENANCE, '--ignore', 'thumbs/'];
    const first = await run(...words);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/stored 2 photos with \d+ faces/);
    expect(first.stderr).toContain('Created the gallery "people"');
    expect(first.stderr).toContain('imports report');
    const again = importOutput.parse(await json(...words));
    expect(again).toMatchObject({ state: 'done', total: 4, stored: 0, alreadyStored: 3, failed: 1 });
    const { imports } = importsOutput.parse(await json('imports', 'list'));
    expect(imports.map(({ stored }) => stored)).toEqual([0, 2]);
    const { files } = filesOutput.parse(await json('imports', 'report', again.id));
    expect(files.map(({ name, outcome }) => `${name}: ${outcome}`).toSorted()).toEqual([
      'a.jpg: already-stored',
      'copy.jpg: already-stored',
      'sub/b.jpg: already-stored',
      'sub/nobody.png: failed',
    ]);
    const failed = await run('imports', 'report', again.id, '--failed');
    expect(failed.stdout).toMatch(/^sub\/nobody\.png: failed: .+\n$/);
    const shown = await run('imports', 'show', again.id);
    expect(shown.stdout).toContain('done');
  });

  it('stores an archive and a list, one face of each photo when that is wished', async () => {
    const { json } = await openWorld();
    const entries = [{ name: 'in/a.jpg', content: await samplePhoto(2) }];
    const folder = await folderWith({
      'photos.zip': makeZip(entries).archive,
      'list.csv': Buffer.from('image,provenance,name\nb.jpg,consent form 7,Ada\n'),
      'b.jpg': await samplePhoto(5),
    });
    const common = ['--gallery', 'people', '--faces', 'largest', ...PROVENANCE];
    const zip = importOutput.parse(await json('import', 'zip', join(folder, 'photos.zip'), ...common));
    expect(zip).toMatchObject({ kind: 'zip', state: 'done', stored: 1, faces: 1, failed: 0 });
    const list = importOutput.parse(await json('import', 'manifest', join(folder, 'list.csv'), ...common));
    expect(list).toMatchObject({ kind: 'manifest', state: 'done', stored: 1, faces: 1, failed: 0 });
  });

  it('says what is wrong with a command, and what to do', async () => {
    const { run, json } = await openWorld();
    const without = await run('import', 'folder', '.', '--gallery', 'people');
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('--provenance');
    const ftp = ['import', 'ftp', 'ftp://example.org', '--user', 'me', '--gallery', 'people', ...PROVENANCE];
    expect(failureSchema.parse(await json(...ftp)).error.remedy).toContain('FTP_PASSWORD');
    const missing = await run('import', 'zip', '/no/such.zip', '--gallery', 'people', ...PROVENANCE);
    expect(missing.code).not.toBe(0);
    expect(missing.stderr).toContain('/no/such.zip');
    const nowhere = ['--no-create', '--gallery', 'nowhere', ...PROVENANCE];
    expect((await run('import', 'folder', '.', ...nowhere)).stderr).toContain('nowhere');
  });

  it('does not reach servers in private networks unless the operator says so', async () => {
    const { data, environment } = await openWorld();
    const words = ['import', 'ftp', '127.0.0.1', '--port', '2', '--user', 'me', '--gallery', 'people'];
    const surroundings = { folder: data, environment: { ...environment, FTP_PASSWORD: 'secret' } };
    const refused = await runCommand([...words, ...PROVENANCE], surroundings);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('outgoingNetworks');
    const allowed = [...words, ...PROVENANCE, '--outgoing-networks', '127.0.0.1'];
    const silent = await runCommand(allowed, surroundings);
    expect(silent.code).toBe(1);
    expect(silent.stderr).not.toContain('outgoingNetworks');
    expect(refused.stderr + silent.stderr).not.toContain('secret');
  });

  it('follows a watched folder until Ctrl-C, and goes on later with what has come meanwhile', async () => {
    const { environment, data, json } = await openWorld();
    const inbox = await folderWith({ 'a.jpg': await samplePhoto(2) });
    const start = (...words: readonly string[]) => {
      const child = spawn(process.execPath, [MAIN, ...words], {
        cwd: data,
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      return { child, ended: once(child, 'close'), said: () => said };
    };
    const storedNow = async () => {
      const { imports } = importsOutput.parse(await json('imports', 'list'));
      return imports.find(({ watch }) => watch)?.stored;
    };
    const storedAre = (count: number) =>
      expect.poll(storedNow, { timeout: 60_000, interval: 1000 }).toBe(count);
    const watching = start('import', 'folder', inbox, '--watch', '--gallery', 'people', ...PROVENANCE);
    await storedAre(1);
    await writeFile(join(inbox, 'b.jpg'), await samplePhoto(5));
    await storedAre(2);
    watching.child.kill('SIGINT');
    expect(await watching.ended).toEqual([130, null]);
    const { imports } = importsOutput.parse(await json('imports', 'list'));
    expect(imports).toHaveLength(1);
    expect(imports[0]).toMatchObject({ state: 'paused', watch: true });
    const again = start('import', 'folder', inbox, '--gallery', 'people', ...PROVENANCE);
    expect(await again.ended).toEqual([0, null]);
    expect(again.said()).toContain(`likeness imports resume ${imports[0]?.id}`);
    await writeFile(join(inbox, 'c.jpg'), await samplePhoto(6));
    await rm(join(inbox, 'a.jpg'));
    const resumed = start('imports', 'resume', imports[0]?.id ?? '');
    await storedAre(3);
    resumed.child.kill('SIGINT');
    expect(await resumed.ended).toEqual([130, null]);
  });
});
