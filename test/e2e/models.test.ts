import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { modelOutput } from '../../src/cli/commands/models/show-model.ts';
import { verificationOutput } from '../../src/cli/commands/models/verify-models.ts';
import { runCommand } from '../support/command.ts';
import { FileServer } from '../support/file-server.ts';
import { recompressed, samplePath, samplePhoto } from '../support/sample-photos.ts';
import { hasSharedModels, SHARED_MODELS } from '../support/shared-models.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tinyRecogniser } from '../support/tiny-recogniser.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const DETECTOR = 'yunet_s_dynamic.onnx';
const RECOGNISER = 'mobilefacenet-128.onnx';

const packsSchema = z.object({
  packs: z.array(z.object({ id: z.string(), installed: z.boolean(), galleries: z.number() })),
});
const matchesSchema = z.object({ matches: z.array(z.object({ score: z.number(), photo: z.string() })) });

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

/** Indexes two photos with a pack and searches for a copy of one. */
async function searchWith(pack: string, environment: Readonly<Record<string, string>> = {}) {
  const photos = join(folder, 'photos');
  await mkdir(photos);
  await copyFile(samplePath(3), join(photos, 'three.jpg'));
  await copyFile(samplePath(5), join(photos, 'five.jpg'));
  const place = { folder, environment };
  const created = await runCommand(['galleries', 'create', 'people', '--pack', pack], place);
  expect(created).toMatchObject({ code: 0 });
  const indexed = await runCommand(['index', photos, '--gallery', 'people'], place);
  expect(indexed).toMatchObject({ code: 0 });
  const copy = join(folder, 'copy.jpg');
  await writeFile(copy, await recompressed(await samplePhoto(5)));
  const search = await runCommand(['search', copy, '--gallery', 'people', '--json'], place);
  return matchesSchema.parse(JSON.parse(search.stdout)).matches;
}

async function packs() {
  const { stdout } = await runCommand(['models', 'list', '--json'], { folder });
  return Object.fromEntries(packsSchema.parse(JSON.parse(stdout)).packs.map((pack) => [pack.id, pack]));
}

describe('a recogniser of one’s own', () => {
  it('becomes a pack that galleries are made with, and a second revision of it another', async () => {
    const path = join(folder, 'tiny.onnx');
    await writeFile(path, tinyRecogniser());
    const flags = '--channels rgb --mean 127.5 --deviation 127.5,127.5,127.5 --licence CC0'.split(' ');
    const add = ['models', 'add', path, '--name', 'tiny', ...flags];
    const added = await runCommand(add, { folder });
    expect(added).toMatchObject({
      code: 0,
      stdout: 'Added the pack tiny-1; its templates have 192 dimensions.\n',
    });
    expect(added.stderr).toContain('likeness evaluate');
    const [best] = await searchWith('tiny');
    expect(best?.photo).toBe('five.jpg');

    await runCommand(add, { folder });
    expect(await packs()).toMatchObject({
      'tiny-1': { installed: true, galleries: 1 },
      'tiny-2': { installed: true, galleries: 0 },
    });
    const refused = await runCommand(['models', 'remove', 'tiny-1'], { folder });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('1 gallery uses the pack tiny-1');
    expect((await runCommand(['models', 'remove', 'tiny-2'], { folder })).code).toBe(0);
    expect((await readdir(join(folder, 'likeness-data', 'models'))).sort()).toEqual([
      'tiny-1.onnx',
      'tiny-1.pack.json',
      'tiny-2.retired',
    ]);
    // Faces may have templates of the second: no other model is ever taken for it.
    expect((await runCommand(add, { folder })).stdout).toContain('Added the pack tiny-3');
    expect((await runCommand(['models', 'remove', 'tiny-3'], { folder })).code).toBe(0);
    const examined = await runCommand(['doctor'], { folder });
    expect(examined.stdout).toMatch(/warning +packs +Installed: .*tiny-1 \(provisional scores\)/);
  });

  it('is shown with its guessed scores, and spoilt bytes of it are found', async () => {
    await writeFile(join(folder, 'tiny.onnx'), tinyRecogniser());
    const words = 'models add tiny.onnx --name tiny --channels bgr --mean 0 --deviation 1'.split(' ');
    expect(await runCommand(words, { folder })).toMatchObject({ code: 0 });
    expect((await runCommand(['models', 'show', 'tiny'], { folder })).stdout).toContain('a guess');
    const { stdout } = await runCommand(['models', 'show', 'tiny', '--json'], { folder });
    const { scores } = modelOutput.parse(JSON.parse(stdout));
    expect(scores.map(({ score, basis }) => [score, basis])).toEqual(
      [50, 70, 83, 90].map((score) => [score, 'provisional']),
    );

    const copy = join(folder, 'likeness-data', 'models', 'tiny-1.onnx');
    const bytes = await readFile(copy);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await writeFile(copy, bytes);
    const verified = await runCommand(['models', 'verify', '--json'], { folder });
    expect(verified.code).toBe(1);
    const wrong = verificationOutput
      .parse(JSON.parse(verified.stdout))
      .files.filter(({ state }) => state !== 'good');
    expect(wrong.map(({ file, remedy }) => [file, remedy?.includes('models add')])).toEqual([
      ['tiny-1.onnx', true],
    ]);
  });

  it('is refused under a name of ours, and leaves nothing behind when it is no model', async () => {
    const path = join(folder, 'no.onnx');
    await writeFile(path, 'no model');
    const flags = ['--channels', 'rgb', '--mean', '0', '--deviation', '1'];
    const ours = await runCommand(['models', 'add', path, '--name', 'accurate', ...flags], { folder });
    expect(ours.stderr).toContain('Likeness itself has a pack named "accurate"');
    const broken = await runCommand(['models', 'add', path, '--name', 'mine', ...flags], { folder });
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.stderr).toContain('not an ONNX file');
    expect(await readdir(join(folder, 'likeness-data', 'models'))).toEqual([]);
  });

  it.each([
    ['--mean', ['--mean', '1,2', '--deviation', '1']],
    ['--deviation', ['--mean', '0', '--deviation', '0']],
  ])('is refused when %s makes no sense', async (flag, given) => {
    const words = ['models', 'add', samplePath(1), '--name', 'mine', '--channels', 'rgb', ...given];
    const { code, stderr } = await runCommand(words, { folder });
    expect(code).toBe(2);
    expect(stderr).toContain(flag);
  });

  it.skipIf(!hasSharedModels).each([
    ['mobileface-v2-256.onnx', '0', '1'],
    ['mobilefacenet-128.onnx', '123.675,116.28,103.53', '58.395,57.12,57.375'],
  ])('tells people apart when it is %s', async (file, mean, deviation) => {
    const words = ['models', 'add', join(SHARED_MODELS, file), '--name', 'mine', '--channels', 'rgb'];
    await runCommand([...words, '--mean', mean, '--deviation', deviation], { folder });
    const [best, next] = await searchWith('mine');
    expect(best?.photo).toBe('five.jpg');
    expect(best?.score).toBeGreaterThan(90);
    expect(next?.score).toBeLessThan(83);
  });
});

describe.skipIf(!hasSharedModels)('pulling the pack accurate', () => {
  let server: FileServer;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    const files = await Promise.all(
      (await readdir(SHARED_MODELS)).map(
        async (file) => [file, await readFile(join(SHARED_MODELS, file))] as const,
      ),
    );
    server = new FileServer(Object.fromEntries(files));
    environment = { LIKENESS_MODELS_URL: await server.listen() };
  });
  afterEach(() => server.close());

  const pull = () => runCommand(['models', 'pull', 'accurate'], { folder, environment });

  it('shows licences, goes on where it was cut, and makes it a pack to work with', async () => {
    server.manners = [{}, { cutAfterBytes: 1_000_000 }, {}];
    const { code, stderr } = await pull();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('licence Apache-2.0; origin: github.com/foamliu/MobileFaceNet');
    const asked = server.asked.filter(({ path }) => path === RECOGNISER);
    const resumedAt = 3_998_070 - (asked[1]?.sentBytes ?? 0);
    expect(asked.map(({ range }) => range)).toEqual([undefined, `bytes=${resumedAt}-`]);
    // What was received and not yet looked at when the connection broke is fetched again.
    expect(resumedAt).toBeGreaterThan(500_000);
    expect((await runCommand(['models', 'verify', 'accurate'], { folder })).code).toBe(0);
    const [best] = await searchWith('accurate');
    expect(best?.photo).toBe('five.jpg');
    expect(best?.score).toBeGreaterThan(90);
  });

  it('goes on after it was killed', async () => {
    server.manners = [{}, { stallAfterBytes: 1_000_000 }];
    const child = spawn(process.execPath, [MAIN, 'models', 'pull', 'accurate'], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // The first line about the progress of the second file.
    for await (const text of child.stderr) if (/of 4\.0 MB\n/.test(String(text))) break;
    child.kill('SIGKILL');
    await once(child, 'close');
    expect((await packs())['accurate-1']).toMatchObject({ installed: false });
    server.manners = [{}];
    expect((await pull()).code).toBe(0);
    const ranges = server.asked.filter(({ path }) => path === RECOGNISER).map(({ range }) => range);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect((await packs())['accurate-1']).toMatchObject({ installed: true });
  });

  it('needs no network when the files are in the folder of LIKENESS_MODELS', async () => {
    environment = { ...environment, LIKENESS_MODELS: SHARED_MODELS };
    expect((await pull()).code).toBe(0);
    expect(server.asked).toEqual([]);
    const spoilt = join(folder, 'mine');
    await mkdir(spoilt);
    await writeFile(join(spoilt, DETECTOR), Buffer.alloc(237_823));
    environment = { ...environment, LIKENESS_MODELS: spoilt };
    const { code, stderr } = await pull();
    expect(code).toBe(1);
    expect(stderr).toContain(join(spoilt, DETECTOR));
  });
});
