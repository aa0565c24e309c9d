import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AsyncSubscription, type Event, subscribe } from '@parcel/watcher';
import { FolderSourceError } from './folder-source-error.ts';

/** A file that nothing was written to for so long is complete. */
export const QUIET_MS = 2000;
const LOOK_EVERY_MS = 250;
/** When more have come than that, the folder is walked again instead. */
const MOST_WAITING = 10_000;

/** What has come into a folder: its path from there, with forward slashes. */
export type Arrival = { readonly path: string } | 'too-many';

/** Watches a folder with its subfolders for what comes or changes. */
export class FolderWatch {
  readonly #root: string;
  /** By path, when it will be complete; those written to last are last. */
  readonly #completeAtMs = new Map<string, number>();
  #subscription: AsyncSubscription | undefined;
  #areTooMany = false;
  #failure: FolderSourceError | undefined;

  private constructor(root: string) {
    this.#root = root;
  }

  /** @throws FolderSourceError when the system does not watch more folders */
  static async begin(root: string): Promise<FolderWatch> {
    const watch = new FolderWatch(root);
    try {
      watch.#subscription = await subscribe(root, (error, events) => watch.#changed(error, events));
    } catch (error) {
      throw new FolderSourceError('unwatchable', root, error);
    }
    return watch;
  }

  /**
   * Waits for what has come since and is complete.
   *
   * @returns `too-many` when something was missed; undefined at the signal
   * @throws FolderSourceError when the folder is gone or is not watched any more
   */
  async next(signal: AbortSignal | undefined): Promise<Arrival | undefined> {
    for (;;) {
      if (signal?.aborted === true) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#areTooMany) {
        this.#areTooMany = false;
        return 'too-many';
      }
      const path = this.#takeComplete(performance.now());
      if (path !== undefined) return { path };
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A file that may not be complete yet: it comes once nothing is written to it any more. */
  expect(path: string): void {
    if (!this.#completeAtMs.has(path)) this.#came(path);
  }

  /** A file that was found to be complete: it has come. */
  forget(path: string): void {
    this.#completeAtMs.delete(path);
  }

  async end(): Promise<void> {
    await this.#subscription?.unsubscribe();
  }

  #changed(error: Error | null, events: readonly Event[]): void {
    if (error !== null) this.#failure = new FolderSourceError('unwatchable', this.#root, error);
    for (const { type, path } of events) {
      if (type !== 'delete') this.#came(relative(this.#root, path).split(sep).join('/'));
      else if (path === this.#root) this.#failure = new FolderSourceError('missing', path);
    }
  }

  #came(path: string): void {
    if (this.#areTooMany) return;
    this.#completeAtMs.delete(path);
    this.#completeAtMs.set(path, performance.now() + QUIET_MS);
    if (this.#completeAtMs.size <= MOST_WAITING) return;
    this.#completeAtMs.clear();
    this.#areTooMany = true;
  }

  #takeComplete(nowMs: number): string | undefined {
    const [first] = this.#completeAtMs;
    if (first === undefined || first[1] > nowMs) return undefined;
    this.#completeAtMs.delete(first[0]);
    return first[0];
  }
}
