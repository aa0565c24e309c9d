import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { loadPack } from '../../src/vision/loaded-pack.ts';
import { BUILT_IN_PACKS } from '../../src/vision/packs/built-in-packs.ts';
import {
  modelsOf,
  type PackDefinition,
  packDefinitionSchema,
} from '../../src/vision/packs/pack-definition.ts';
import { packOf } from '../../src/vision/packs/pack-of-definition.ts';
import { PackShelf } from '../../src/vision/packs/pack-shelf.ts';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import { faultCodeOf } from '../support/fault-code.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-packs-'));
});
afterEach(() => rm(folder, { recursive: true }));

const CONTENT = Buffer.from('not really a model');

/** A pack whose detector must be fetched. */
function fetchedPack(id: string): PackDefinition {
  const detector = {
    role: 'detector' as const,
    name: 'detector',
    file: 'detector.onnx',
    licence: 'Apache-2.0',
    origin: 'here',
    download: { bytes: CONTENT.byteLength, sha256: createHash('sha256').update(CONTENT).digest('hex') },
  };
  const [recogniser] = STANDARD_2.recognisers;
  if (!recogniser) throw new Error('there is no recogniser');
  return { ...STANDARD_2, id, detector: { kind: 'yunet', detector }, recognisers: [recogniser] };
}

async function place(definition: PackDefinition, content = CONTENT): Promise<void> {
  for (const { file } of modelsOf(definition)) await writeFile(join(folder, file), content);
}

describe('the shelf of packs', () => {
  it('has a pack when all its files are in one of the folders', async () => {
    const pack = fetchedPack('test-1');
    const shelf = new PackShelf([pack], ['/nowhere', folder]);
    expect(await shelf.installed()).toEqual([]);
    expect(await faultCodeOf(shelf.require('test-1'))).toBe('pack_not_installed');
    await place(pack);
    expect((await shelf.installed()).map(({ id }) => id)).toEqual(['test-1']);
    expect((await shelf.require('test-1')).id).toBe('test-1');
  });

  it('takes a file of another size for missing', async () => {
    const pack = fetchedPack('test-1');
    await place(pack, CONTENT.subarray(1));
    expect(await new PackShelf([pack], [folder]).installed()).toEqual([]);
  });

  it('gives the newest revision for a name', async () => {
    const packs = ['test-2', 'test-10', 'other-11'].map(fetchedPack);
    for (const pack of packs) await place(pack);
    const shelf = new PackShelf(packs, [folder]);
    expect((await shelf.require('test')).id).toBe('test-10');
    expect((await shelf.require('test-2')).id).toBe('test-2');
    expect((await shelf.find('test'))?.id).toBe('test-10');
    expect(await shelf.find('nobody')).toBeUndefined();
  });

  it('reads packs that are described beside their models', async () => {
    const pack = fetchedPack('mine-1');
    await place(pack);
    await writeFile(join(folder, 'mine-1.pack.json'), JSON.stringify(pack));
    const shelf = new PackShelf([], [folder]);
    expect(packOf(await shelf.require('mine'))).toEqual(packOf(pack));
  });

  it('names a description that is none', async () => {
    await writeFile(join(folder, 'mine-1.pack.json'), '{"id": 7}');
    await expect(new PackShelf([], [folder]).known()).rejects.toThrow('mine-1.pack.json');
  });

  it('refuses to load a file with other bytes than those that were measured', async () => {
    const pack = fetchedPack('test-1');
    await place(pack, Buffer.from('not quite a model!'));
    const loading = loadPack([folder], pack);
    await expect(loading).rejects.toBeInstanceOf(OperatorError);
    await expect(loadPack([folder], pack)).rejects.toThrow('is not the model that the pack test-1');
  });
});

describe('the packs of Likeness itself', () => {
  it.each(BUILT_IN_PACKS.map((pack) => [pack.id, pack] as const))('%s is what a pack must be', (_, pack) => {
    expect(packDefinitionSchema.parse(pack)).toEqual(pack);
  });
});

describe('what others see of a pack', () => {
  it('has segments that follow each other and weigh 1 together', () => {
    const { segments, templateDimensions } = packOf(STANDARD_2);
    let end = 0;
    for (const { start, dimensions } of segments) {
      expect(start).toBe(end);
      end = start + dimensions;
    }
    expect(end).toBe(templateDimensions);
    expect(segments.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10);
  });
});
