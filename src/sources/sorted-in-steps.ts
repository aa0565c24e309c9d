import { Pace } from './in-steps.ts';

/** Sorted in one go, in a few milliseconds. */
const ITEMS_PER_RUN = 2000;

type Compare<Item> = (first: Item, second: Item) => number;

function* runsOf<Item>(items: readonly Item[], compare: Compare<Item>): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ITEMS_PER_RUN) {
    yield items.slice(start, start + ITEMS_PER_RUN).sort(compare);
  }
}

function* mergeOf<Item>(
  first: readonly Item[],
  second: readonly Item[],
  compare: Compare<Item>,
): Generator<Item> {
  const others = second.values();
  let other = others.next();
  for (const item of first) {
    for (; other.done !== true && compare(other.value, item) < 0; other = others.next()) yield other.value;
    yield item;
  }
  for (; other.done !== true; other = others.next()) yield other.value;
}

/** Every two neighbours become one; most lists are sorted already, and put one behind the other. */
async function mergedInPairs<Item>(
  runs: readonly (readonly Item[])[],
  compare: Compare<Item>,
): Promise<(readonly Item[])[]> {
  const merged: (readonly Item[])[] = [];
  const pace = new Pace();
  for (let at = 0; at < runs.length; at += 2) {
    const [first = [], second = []] = runs.slice(at, at + 2);
    const [last, next] = [first.at(-1), second[0]];
    if (last === undefined || next === undefined || compare(last, next) <= 0) {
      merged.push(first.concat(second));
      continue;
    }
    const both: Item[] = [];
    for (const item of mergeOf(first, second, compare)) {
      both.push(item);
      if (pace.isDue) await pace.rest();
    }
    merged.push(both);
  }
  return merged;
}

/** The same items as `items.toSorted(compare)` gives, sorted while others have the thread every few milliseconds. */
export async function sortedInSteps<Item>(
  items: readonly Item[],
  compare: Compare<Item>,
): Promise<readonly Item[]> {
  let runs: (readonly Item[])[] = [];
  const pace = new Pace();
  for (const run of runsOf(items, compare)) {
    runs.push(run);
    if (pace.isDue) await pace.rest();
  }
  while (runs.length > 1) runs = await mergedInPairs(runs, compare);
  return runs[0] ?? [];
}
