import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../support/command.ts';
import { recompressed, samplePath, samplePhoto } from '../support/sample-photos.ts';
import { formOf, send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const searchSchema = z.object({
  matches: z.array(z.object({ score: z.number(), photo: z.string() })),
});

describe('the command line on real photos', () => {
  it('indexes a folder, says which files failed, goes on where it was, and finds a copy', async () => {
    const folder = await temporaryFolder();
    const photos = join(folder, 'photos');
    await mkdir(photos);
    await copyFile(samplePath(3), join(photos, 'three.jpg'));
    await writeFile(join(photos, 'broken.jpg'), (await samplePhoto(4)).subarray(0, 20_000));
    const index = ['index', photos, '--gallery', 'people'];

    const first = await runCommand(index, { folder });
    expect(first.code).toBe(1);
    expect(`${first.stdout}${first.stderr}`).toMatch(/broken\.jpg[\s\S]*damaged/);

    await copyFile(samplePath(5), join(photos, 'five.jpg'));
    const second = await runCommand([...index, '--json'], { folder });
    expect(JSON.parse(second.stdout)).toMatchObject({ stored: 1, alreadyStored: 1, failed: 1, faces: 5 });

    const copy = join(folder, 'copy.jpg');
    await writeFile(copy, await recompressed(await samplePhoto(5)));
    const search = await runCommand(['search', copy, '--gallery', 'people', '--json'], { folder });
    const [best, next] = searchSchema.parse(JSON.parse(search.stdout)).matches;
    expect(best?.photo).toBe('five.jpg');
    expect(best?.score).toBeGreaterThan(90);
    // Eight women who look alike: one of their pairs is as alike as one in a few thousand pairs of strangers.
    expect(next?.score).toBeLessThan(83);
  });

  it('indexes into the data folder of a running server, which finds the faces at once', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    const server = await startServerProcess(data);
    const environment = { LIKENESS_DATA: data };
    const indexed = await runCommand(['index', samplePath(2), '--gallery', 'people'], {
      folder,
      environment,
    });
    expect(indexed.code).toBe(0);
    const reply = await send(server.address, '/v1/galleries/people/search', {
      method: 'POST',
      body: formOf({ image: await samplePhoto(2) }),
    });
    expect(await reply.json()).toMatchObject({ matches: [{ score: 100 }, {}, {}] });
    expect(await server.end('SIGTERM')).toBe(0);
  });

  it('leaves no picture of a deleted gallery on the disk', async () => {
    const folder = await temporaryFolder();
    const environment = { LIKENESS_DATA: join(folder, 'data') };
    await runCommand(['index', samplePath(2), '--gallery', 'people'], { folder, environment });
    const pictures = () => readdir(join(folder, 'data', 'blobs'), { recursive: true });
    const isPicture = (name: string) => /[0-9a-f]{64}$/.test(name);
    expect((await pictures()).filter(isPicture)).toHaveLength(3);
    const deleted = await runCommand(['galleries', 'delete', 'people', '--yes'], { folder, environment });
    expect(deleted.code).toBe(0);
    expect((await pictures()).filter(isPicture)).toEqual([]);
  });

  it('says that a gallery is missing and what to do, without a stack', async () => {
    const folder = await temporaryFolder();
    const { code, stderr } = await runCommand(['search', samplePath(1), '--gallery', 'nobody'], { folder });
    expect(code).toBe(1);
    expect(stderr).toContain('There is no gallery named "nobody".');
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
  });
});
