import { sha256Of } from '../sha256.ts';

/**
 * Puts items of equal score into an order of chance; the order of the scores stays. The same items and the same seed
 * give the same order.
 *
 * @param items by falling score
 */
export function shuffleTies<Item extends { readonly faceId: string; readonly score: number }>(
  items: readonly Item[],
  seed: string,
): readonly Item[] {
  return items
    .map((item) => ({ item, lot: sha256Of(`${seed} ${item.faceId}`) }))
    .sort((one, other) => other.item.score - one.item.score || (one.lot < other.lot ? -1 : 1))
    .map(({ item }) => item);
}
