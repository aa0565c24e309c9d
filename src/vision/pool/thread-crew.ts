import { Fault } from '../../core/fault.ts';
import { deferred } from './deferred.ts';
import type { WorkerThread } from './worker-thread.ts';

/** A thread that could not start is not tried again at once: a missing model would keep a core busy. */
const RESTART_PAUSE_MS = 1000;

/**
 * A thread that was given up works on, because ending it by force takes the process down; it keeps its core and
 * its 100 MB. So many may live for each one that is wanted, then a replacement waits until one has gone.
 */
const MOST_LIVING_PER_WANTED = 2;

export interface CrewSettings {
  /** How many threads shall be usable. */
  readonly wanted: number;
  start(): WorkerThread;
  /** A thread has become usable. */
  onUsable(): void;
  /** A thread could not start, and no other is usable or starting. */
  onHopeless(cause: unknown): void;
}

/** Keeps the wanted number of threads usable, and bounds how many live at all. */
export class ThreadCrew {
  readonly #settings: CrewSettings;
  readonly #living = new Set<WorkerThread>();
  /** While it lasts, no thread is started. */
  #setback: { readonly cause: unknown; readonly end: NodeJS.Timeout } | undefined;
  #changed = deferred<void>();
  #ended = false;

  constructor(settings: CrewSettings) {
    this.#settings = settings;
  }

  /** Starts what is missing. Threads start with the first need of them: who analyses nothing loads no models. */
  fill(): void {
    const { wanted } = this.#settings;
    if (this.#ended || this.#setback) return;
    while (this.#count('serving') < wanted && this.#living.size < wanted * MOST_LIVING_PER_WANTED) {
      this.#start();
    }
  }

  /** A thread that can be given a photo now. */
  idle(): WorkerThread | undefined {
    return [...this.#living].find((thread) => thread.idle);
  }

  /**
   * Resolves as soon as every wanted thread is usable.
   *
   * @throws Error the reason why one could not start, until it is tried again; Fault `shutting_down`
   */
  async ready(): Promise<void> {
    while (this.#count('usable') < this.#settings.wanted) {
      if (this.#ended) throw new Fault('shutting_down');
      if (this.#setback) throw this.#setback.cause;
      await this.#changed.promise;
    }
  }

  /** Starts no thread any more, and ends those that live when `finished` is settled; see `WorkerThread.end`. */
  async end(finished: Promise<unknown>): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#setback?.end);
    this.#announce();
    await finished;
    await Promise.all([...this.#living].map((thread) => thread.end()));
  }

  #count(state: 'serving' | 'usable'): number {
    return [...this.#living].filter((thread) => thread[state]).length;
  }

  #start(): void {
    const thread = this.#settings.start();
    this.#living.add(thread);
    thread.ready.then(
      () => {
        this.#announce();
        this.#settings.onUsable();
      },
      (cause: unknown) => this.#pause(cause),
    );
    void thread.lost.then(() => this.#afterLoss());
    void thread.gone.then(() => {
      this.#living.delete(thread);
      this.#afterLoss();
    });
  }

  #afterLoss(): void {
    this.fill();
    this.#announce();
  }

  #pause(cause: unknown): void {
    if (this.#ended) return;
    const end = setTimeout(() => {
      this.#setback = undefined;
      this.fill();
    }, RESTART_PAUSE_MS);
    clearTimeout(this.#setback?.end);
    this.#setback = { cause, end };
    this.#announce();
    if (this.#count('serving') === 0) this.#settings.onHopeless(cause);
  }

  /** Whoever waits for the crew looks again. */
  #announce(): void {
    const changed = this.#changed;
    this.#changed = deferred();
    changed.resolve();
  }
}
