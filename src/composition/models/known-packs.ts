import type { KnownPack, ModelFile } from '../../cli/model-keeper.ts';
import { BUILT_IN_PACKS } from '../../vision/packs/built-in-packs.ts';
import type { PackDefinition } from '../../vision/packs/pack-definition.ts';
import { packOf } from '../../vision/packs/pack-of-definition.ts';
import type { ModelPlaces } from './model-places.ts';

const isThere = ({ path }: ModelFile) => path !== undefined;

/** Whether the files are there without which a pack does not work. */
export function isInstalled(files: readonly ModelFile[]): boolean {
  return files.filter(({ model }) => model.role !== 'liveness').every(isThere);
}

function livenessOf(files: readonly ModelFile[]): KnownPack['liveness'] {
  const nets = files.filter(({ model }) => model.role === 'liveness');
  if (nets.length === 0) return 'none';
  return nets.every(isThere) ? 'ready' : 'missing';
}

/** Whether Likeness itself describes the pack. */
export function isBuiltIn({ id }: Pick<PackDefinition, 'id'>): boolean {
  return BUILT_IN_PACKS.some((pack) => pack.id === id);
}

async function knownPackOf(
  places: ModelPlaces,
  definition: PackDefinition,
  galleries: number,
): Promise<KnownPack> {
  const files = await places.filesOf(definition);
  return {
    pack: packOf(definition),
    builtIn: isBuiltIn(definition),
    installed: isInstalled(files),
    liveness: livenessOf(files),
    galleries,
    files,
  };
}

/** Every pack that is described somewhere, by id. */
export async function listKnownPacks(places: ModelPlaces): Promise<readonly KnownPack[]> {
  const galleries = await places.galleriesByPack();
  const packs = await places.shelf.known();
  return Promise.all(packs.map((pack) => knownPackOf(places, pack, galleries.get(pack.id) ?? 0)));
}

/** The pack of this id, or the newest of this name. @throws OperatorError when there is none */
export async function findKnownPack(places: ModelPlaces, idOrName: string): Promise<KnownPack> {
  const pack = await places.requireKnown(idOrName);
  const galleries = await places.galleriesByPack();
  return knownPackOf(places, pack, galleries.get(pack.id) ?? 0);
}
