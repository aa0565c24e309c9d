import type { IndexTokens } from '../../ports/index-tokens.ts';
import type { RestoredIndex } from '../../ports/saved-index.ts';
import { codeBitsOf } from './code-lengths.ts';
import { packIdOfKey } from './families.ts';
import type { FamilyRows } from './family-rows.ts';
import { inSteps } from './in-steps.ts';
import type { IndexFolder } from './index-folder.ts';
import type { LoadedFamily, Outcome } from './messages.ts';
import { keptRowFile } from './row-file.ts';
import type { RowKeeper } from './row-keeper.ts';
import { SnapshotDamage, type SnapshotText } from './snapshot-text.ts';
import type { SpaceRows } from './space-rows.ts';

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ('failure' in outcome) throw new SnapshotDamage(outcome.failure);
  return outcome.result;
}

function restoreFamilies(keeper: RowKeeper, folder: IndexFolder, text: SnapshotText): FamilyRows[] {
  return text.families.map((family) => {
    if (family.bits !== codeBitsOf(packIdOfKey(family.key), family.dimensions)) {
      throw new SnapshotDamage('its codes have other lengths');
    }
    return keeper.families.restore(family, keptRowFile(folder.path, family.file));
  });
}

/** Each space as often as it is given a chunk. */
function* restoreSpaces(
  keeper: RowKeeper,
  families: readonly FamilyRows[],
  { spaces }: SnapshotText,
): Generator<SpaceRows> {
  for (const [name, place, rows] of spaces) {
    const family = families[place];
    if (family === undefined || keeper.space(name) !== undefined) {
      throw new SnapshotDamage('its table of contents is wrong');
    }
    const space = keeper.restoreSpace(name, family);
    for (let left = rows; left > 0; left -= keeper.restoreRows(space, left)) yield space;
  }
}

function finish(
  spaces: Iterable<SpaceRows>,
  families: readonly FamilyRows[],
  loaded: readonly LoadedFamily[],
): void {
  for (const [place, family] of families.entries()) {
    const free = loaded[place];
    if (free !== undefined) family.restored(free);
  }
  for (const space of spaces) space.adopted();
}

/**
 * Fills a keeper that has nothing yet from what a folder has kept.
 *
 * @throws SnapshotDamage, or what the system says, when it cannot be used; the keeper cannot be used any more then
 */
export async function restoreRows(
  keeper: RowKeeper,
  folder: IndexFolder,
  tokens: IndexTokens,
): Promise<RestoredIndex> {
  const path = folder.snapshot;
  const text = resultOf(await keeper.crew.openSnapshot(path));
  const { token, cursor } = text;
  if (!(await tokens.has(token))) throw new SnapshotDamage('it is not of this state of the catalog');
  const families = restoreFamilies(keeper, folder, text);
  const spaces = new Set<SpaceRows>();
  await inSteps(restoreSpaces(keeper, families, text), (space) => spaces.add(space));
  const plan = families.map(({ family, descriptor, capacity }) => ({
    id: family.id,
    descriptor,
    capacity,
  }));
  finish(spaces, families, resultOf(await keeper.crew.loadSnapshot({ path, token, families: plan })));
  keeper.restored();
  await folder.keepOnly(new Set(text.families.map(({ file }) => file)));
  return { cursor, spaces: text.spaces.map(([name]) => name) };
}
