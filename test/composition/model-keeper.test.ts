import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import type { ModelKeeper, Pull } from '../../src/cli/model-keeper.ts';
import { openModelKeeper } from '../../src/composition/models/open-model-keeper.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import { buildModels } from '../../src/vision/weights/build-models.ts';
import { newGallery } from '../contracts/catalog-samples.ts';
import { FileServer } from '../support/file-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { MODELS_FOLDER } from '../support/vision-models.ts';
import { describePack, FILES, FILES_BY_NAME, fileOf } from './synthetic-pack.ts';

const PACK = 'synthetic-1';
const LISTENER = { onFetching: () => undefined, onReceived: () => undefined, onFetched: () => undefined };

let server: FileServer;
let base: string;
let data: string;
let models: string;

beforeAll(async () => {
  await buildModels(MODELS_FOLDER);
});
beforeEach(async () => {
  server = new FileServer(FILES_BY_NAME);
  base = await server.listen();
  const folder = await temporaryFolder();
  data = join(folder, 'data');
  models = join(folder, 'mine');
  await mkdir(models);
});
afterEach(() => server.close());

function keeper(modelsUrl?: string): ModelKeeper {
  return openModelKeeper({ data, models, modelsUrl }, MODELS_FOLDER);
}

/** What became of each file. */
function outcomes({ files }: Pull): Record<string, string> {
  return Object.fromEntries(files.map(({ model, outcome }) => [model.role, outcome]));
}

async function operatorError(work: Promise<unknown>): Promise<OperatorError> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof OperatorError) return error;
  throw error;
}

const fetchedFiles = async () =>
  (await readdir(join(data, 'models'))).filter((name) => name.endsWith('.onnx'));

async function makeGallery(): Promise<void> {
  const catalog = await openSqliteCatalog({ folder: data });
  await catalog.galleries.create({ ...newGallery('people'), packId: PACK });
  await catalog.close();
}

describe('pulling a pack', () => {
  it('fetches what is missing, and the pack is installed', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    expect(await keeper().pack('synthetic')).toMatchObject({ installed: false, liveness: 'missing' });
    const pull = await keeper().pull('synthetic', LISTENER);
    expect(outcomes(pull)).toEqual({ detector: 'fetched', recogniser: 'fetched', liveness: 'fetched' });
    expect(await keeper().pack(PACK)).toMatchObject({ installed: true, liveness: 'ready', galleries: 0 });
    expect(await readFile(join(data, 'models', fileOf('recogniser')))).toEqual(FILES.recogniser);
  });

  it('fetches nothing that lies in the folder of the operator or was fetched before', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    await writeFile(join(models, fileOf('recogniser')), FILES.recogniser);
    const first = outcomes(await keeper().pull(PACK, LISTENER));
    expect(first).toEqual({ detector: 'fetched', recogniser: 'found', liveness: 'fetched' });
    expect(await fetchedFiles()).toEqual([fileOf('detector'), fileOf('liveness')]);
    expect(new Set(Object.values(outcomes(await keeper().pull(PACK, LISTENER))))).toEqual(new Set(['found']));
    expect(server.asked).toHaveLength(2);
  });

  it('replaces a file of ours that is spoilt, and names one of the operator', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    const spoilt = randomBytes(FILES.detector.byteLength);
    await writeFile(join(data, 'models', fileOf('detector')), spoilt);
    expect(outcomes(await keeper().pull(PACK, LISTENER))).toMatchObject({ detector: 'fetched' });
    await writeFile(join(models, fileOf('detector')), spoilt);
    const { message } = await operatorError(keeper().pull(PACK, LISTENER));
    expect(message).toContain(join(models, fileOf('detector')));
  });

  it('asks the mirror first and the publisher for what the mirror does not have', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    server.manners = [{}, {}, { status: 404 }, {}];
    await keeper(`${base}mirror/`)
      .pull(PACK, LISTENER)
      .catch(() => undefined);
    expect(server.asked.slice(0, 2).map(({ path }) => path)).toEqual([
      'mirror/detector.onnx',
      'detector.onnx',
    ]);
  });

  it('finds on a mirror what nobody else offers', async () => {
    await describePack(data, PACK, {});
    const pull = await keeper(base).pull(PACK, LISTENER);
    expect(outcomes(pull)).toEqual({ detector: 'fetched', recogniser: 'fetched', liveness: 'fetched' });
  });

  it('goes on without liveness when nobody offers its files', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base });
    expect(outcomes(await keeper().pull(PACK, LISTENER))).toMatchObject({ liveness: 'not-offered' });
    expect(await keeper().pack(PACK)).toMatchObject({ installed: true, liveness: 'missing' });
  });

  it('goes on without liveness when the mirror does not have its files, and says so', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base });
    const { files } = await keeper(`${base}mirror`).pull(PACK, LISTENER);
    expect(files.at(-1)).toMatchObject({ outcome: 'not-offered' });
    expect(files.at(-1)?.trouble).toContain('mirror/liveness.onnx answered 404');
  });

  it('fails when nobody offers a file that is needed', async () => {
    await describePack(data, PACK, { detector: base });
    const { message, remedy } = await operatorError(keeper().pull(PACK, LISTENER));
    expect(message).toContain(fileOf('recogniser'));
    expect(remedy).toContain('LIKENESS_MODELS_URL');
    expect(await fetchedFiles()).toEqual([fileOf('detector')]);
  });

  it('tells how far it has come', async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    const told: string[] = [];
    let most = 0;
    await keeper().pull(PACK, {
      onFetching: ({ role }, addresses) => told.push(`${role} from ${addresses.join()}`),
      onReceived: (bytes) => {
        most = Math.max(most, bytes);
      },
      onFetched: ({ role }) => told.push(role),
    });
    expect(told.slice(0, 2)).toEqual([`detector from ${base}detector.onnx`, 'detector']);
    expect(most).toBe(FILES.recogniser.byteLength);
  });

  it('does not know a pack that nobody describes', async () => {
    const { message, remedy } = await operatorError(keeper().pull('nothing', LISTENER));
    expect(message).toContain('nothing');
    expect(remedy).toContain('models list');
  });
});

describe('verifying', () => {
  beforeEach(async () => {
    await describePack(data, PACK, { detector: base, recogniser: base });
    await keeper().pull(PACK, LISTENER);
  });

  const troubles = async (idOrName?: string) =>
    (await keeper().verify(idOrName)).filter(({ state }) => state !== 'good');

  it('finds nothing wrong with what was fetched and what was built', async () => {
    expect(await troubles()).toEqual([]);
    const files = (await keeper().verify()).map(({ file }) => file);
    expect(files).toContain(fileOf('recogniser'));
    expect(files).toContain('resnet-128-int8.onnx');
  });

  it.each([
    ['other bytes', randomBytes(FILES.recogniser.byteLength)],
    ['another size', randomBytes(7)],
  ])('names a file with %s, and what to do', async (_, content) => {
    const path = join(data, 'models', fileOf('recogniser'));
    await writeFile(path, content);
    const found = await troubles();
    expect(found).toMatchObject([{ packId: PACK, file: fileOf('recogniser'), state: 'wrong', path }]);
    expect(found[0]?.remedy).toContain(`models pull ${PACK}`);
  });

  it('names a missing file of the pack that is asked for, or that a gallery uses', async () => {
    expect(await troubles('synthetic')).toMatchObject([{ file: fileOf('liveness'), state: 'missing' }]);
    const { removed } = await keeper().remove(PACK);
    expect(removed).toContain(fileOf('recogniser'));
    await describePack(data, PACK, { detector: base, recogniser: base });
    expect(await troubles()).toEqual([]);
    await makeGallery();
    expect((await troubles()).map(({ file }) => file)).toEqual([fileOf('detector'), fileOf('recogniser')]);
  });
});

describe('removing', () => {
  beforeEach(async () => {
    await describePack(data, PACK, { detector: base, recogniser: base, liveness: base });
    await keeper().pull(PACK, LISTENER);
  });

  it('removes the description and the files, and what a cut pull has left', async () => {
    await writeFile(join(data, 'models', `${fileOf('detector')}~elsewhere~${process.pid}~x.part`), 'half');
    const { removed } = await keeper().remove('synthetic');
    expect(removed).toEqual([`${PACK}.pack.json`, ...Object.keys(FILES_BY_NAME)]);
    expect(await fetchedFiles()).toEqual([]);
    await operatorError(keeper().pack(PACK));
  });

  it('keeps files that another installed pack needs', async () => {
    await describePack(data, 'other-1', { detector: base, recogniser: base, liveness: base });
    const { removed, kept } = await keeper().remove(PACK);
    expect(removed).toEqual([`${PACK}.pack.json`]);
    expect(kept).toContainEqual({ file: fileOf('recogniser'), reason: 'used by other-1 too' });
    expect(await keeper().pack('other')).toMatchObject({ installed: true });
  });

  it('refuses while a gallery uses the pack', async () => {
    await makeGallery();
    const { message } = await operatorError(keeper().remove(PACK));
    expect(message).toContain('1 gallery uses');
    expect(await keeper().pack(PACK)).toMatchObject({ installed: true, galleries: 1 });
  });

  it('leaves the files of the operator and of the installation alone', async () => {
    await writeFile(join(models, fileOf('detector')), FILES.detector);
    await keeper().remove(PACK);
    expect(await readdir(models)).toEqual([fileOf('detector')]);
    const { removed } = await keeper().remove('standard');
    expect(removed).toEqual([]);
    expect(await keeper().pack('standard')).toMatchObject({ installed: true });
  });
});

describe('the manifest', () => {
  it('knows size, sha256, licence and origin of every file of every pack', async () => {
    const packs = await keeper().packs();
    expect(packs.map(({ pack }) => pack.id)).toEqual(['accurate-1', 'sface-1', 'standard-2']);
    for (const { model, bytes, sha256 } of packs.flatMap(({ files }) => files)) {
      expect(bytes).toBeGreaterThan(0);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(model.licence.length * model.origin.length).toBeGreaterThan(0);
    }
  });

  it('makes neither a data folder nor a catalog', async () => {
    await keeper().packs();
    await expect(readdir(data)).rejects.toThrow('ENOENT');
  });
});
