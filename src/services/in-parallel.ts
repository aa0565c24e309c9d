/**
 * Works through items with several at a time; the first error ends all, as the signal does.
 *
 * @param concurrency 1 or more
 * @throws the first error, or the signal's reason, when nothing is worked on any more
 */
export async function inParallel<Item>(
  items: readonly Item[],
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal | undefined },
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  let isBroken = false;
  const takeNext = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (isBroken) return;
      signal?.throwIfAborted();
      await work(item, index);
    }
  };
  const workers = Array.from({ length: concurrency }, () =>
    takeNext().catch((error: unknown) => {
      isBroken = true;
      throw error;
    }),
  );
  for (const worker of await Promise.allSettled(workers))
    if (worker.status === 'rejected') throw worker.reason;
}
