import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownPack, ModelFile, VerifiedFile } from '../../cli/model-keeper.ts';
import { sha256OfFile } from '../../model-store/file-hash.ts';
import { findKnownPack, listKnownPacks } from './known-packs.ts';
import type { ModelPlaces } from './model-places.ts';

/** A file of this name whatever it holds; undefined when no folder has one. */
async function findByName(places: ModelPlaces, file: string): Promise<string | undefined> {
  for (const folder of places.folders) {
    const path = join(folder, file);
    try {
      await access(path);
      return path;
    } catch {}
  }
  return undefined;
}

function remedyFor({ model }: ModelFile, { pack, builtIn }: KnownPack, path: string | undefined): string {
  if (model.download === undefined) return 'Build Likeness anew: "npm ci", then "npm run build".';
  const first = path === undefined ? '' : `Remove ${path}. `;
  const isOffered = builtIn || model.download.url !== undefined;
  return isOffered
    ? `${first}Then fetch it with "likeness models pull ${pack.id}".`
    : `${first}Then add the model again with "likeness models add".`;
}

async function verifyFile(places: ModelPlaces, known: KnownPack, file: ModelFile): Promise<VerifiedFile> {
  const path = file.path ?? (await findByName(places, file.model.file));
  const named = { packId: known.pack.id, file: file.model.file, path };
  if (path === undefined) return { ...named, state: 'missing', remedy: remedyFor(file, known, path) };
  if (file.sha256 !== undefined && (await sha256OfFile(path)) === file.sha256)
    return { ...named, state: 'good' };
  return { ...named, state: 'wrong', remedy: remedyFor(file, known, path) };
}

/** Whether something is amiss when this file is not there. */
function isExpected({ galleries }: KnownPack, { model }: ModelFile): boolean {
  return model.download === undefined || (galleries > 0 && model.role !== 'liveness');
}

/**
 * Reads the files of one pack and compares their hashes; without a name those of every pack; there a fetched file that is not
 * there counts only when galleries use its pack.
 */
export async function verifyPacks(places: ModelPlaces, idOrName?: string): Promise<readonly VerifiedFile[]> {
  const packs =
    idOrName === undefined ? await listKnownPacks(places) : [await findKnownPack(places, idOrName)];
  const verified: VerifiedFile[] = [];
  for (const known of packs) {
    for (const file of known.files) {
      const found = await verifyFile(places, known, file);
      if (found.state !== 'missing' || idOrName !== undefined || isExpected(known, file))
        verified.push(found);
    }
  }
  return verified;
}
