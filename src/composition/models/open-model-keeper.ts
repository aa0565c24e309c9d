import type { ModelKeeper } from '../../cli/model-keeper.ts';
import { MODELS_FOLDER } from '../open-parts.ts';
import { addPack } from './add-pack.ts';
import { findKnownPack, listKnownPacks } from './known-packs.ts';
import { ModelPlaces, type ModelSettings } from './model-places.ts';
import { pullPack } from './pull-pack.ts';
import { removePack } from './remove-pack.ts';
import { verifyPacks } from './verify-packs.ts';

/**
 * Keeps the models of one installation; needs no engine and makes no catalog.
 *
 * @param builtFolder where the models lie that come with it
 */
export function openModelKeeper(settings: ModelSettings, builtFolder = MODELS_FOLDER): ModelKeeper {
  const places = new ModelPlaces(settings, builtFolder);
  return {
    packs: () => listKnownPacks(places),
    pack: (idOrName) => findKnownPack(places, idOrName),
    pull: (idOrName, listener) => pullPack(places, idOrName, listener),
    add: (request) => addPack(places, request),
    verify: (idOrName) => verifyPacks(places, idOrName),
    remove: (idOrName) => removePack(places, idOrName),
  };
}
