import { compileCodeKernel } from './code-kernel.ts';
import type { Arena } from './code-memory.ts';
import { IndexThread } from './index-thread.ts';
import type {
  Candidate,
  ChunkText,
  CodeCopy,
  EncodeReply,
  EncodeRequest,
  QueryText,
  RotatedMean,
  RowBatch,
  ScanReply,
  ScanRequest,
  ThreadSetup,
  WrittenRows,
} from './messages.ts';

interface Waiting {
  readonly resolve: (candidates: readonly Candidate[]) => void;
  readonly reject: (cause: Error) => void;
}

/** What one thread is asked by a query. */
export interface ThreadQuestion {
  readonly thread: number;
  readonly query: QueryText;
}

/** The threads of an index: some that scan, and one that encodes. */
export class ThreadCrew {
  readonly #scanners: readonly IndexThread<ScanRequest, ScanReply>[];
  readonly #encoder: IndexThread<EncodeRequest, EncodeReply>;
  readonly #released: (chunkIds: readonly number[]) => void;
  /** By thread and query. */
  readonly #queries = new Map<string, Waiting>();
  readonly #settling = new Map<number, { resolve: () => void; reject: (cause: Error) => void }>();
  readonly #means = new Map<number, RotatedMean>();
  #lastSettle = 0;
  #failure: Error | undefined;

  /** @param released told of chunks that no thread looks at any more */
  constructor(scanThreads: number, released: (chunkIds: readonly number[]) => void) {
    const kernel = compileCodeKernel();
    const failed = (cause: Error) => this.#fail(cause);
    this.#released = released;
    this.#scanners = Array.from({ length: scanThreads }, (_, thread) => {
      const setup: ThreadSetup = { kernel, scratch: thread };
      const receive = (reply: ScanReply) => this.#receive(thread, reply);
      return new IndexThread<ScanRequest, ScanReply>({ name: 'scan-thread', setup, receive, failed });
    });
    const setup: ThreadSetup = { kernel, scratch: scanThreads };
    const receive = (reply: EncodeReply) => this.#receiveEncoded(reply);
    this.#encoder = new IndexThread({ name: 'encode-thread', setup, receive, failed });
  }

  arenaCame({ id, memory }: Arena): void {
    for (const thread of this.#all()) thread.post({ kind: 'arena-came', id, memory });
  }

  arenaWent(id: number): void {
    for (const thread of this.#all()) thread.post({ kind: 'arena-went', id });
  }

  chunkCame(thread: number, chunk: ChunkText): void {
    this.#scanners[thread]?.post({ kind: 'chunk-came', chunk });
  }

  /** `released` is told when the memory may be used again. */
  chunksWent(thread: number, space: number, ids: readonly number[]): void {
    this.#scanners[thread]?.post({ kind: 'chunks-went', space, ids });
  }

  /** Writes rows, and their codes when the family has a mean. */
  encode(batch: RowBatch): void {
    this.#encoder.post({ kind: 'rows', batch }, [batch.places.buffer, batch.templates.buffer]);
  }

  /** Makes codes for what is written, around its mean, which is the family's from then on. */
  centre(written: WrittenRows): void {
    this.#encoder.post({ kind: 'centre', written }, [written.chunks.buffer]);
  }

  copyCodes(copy: CodeCopy): void {
    this.#encoder.post({ kind: 'copy', copy }, [copy.rows.buffer]);
  }

  /** Resolves when everything that was to be encoded before is. */
  settle(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastSettle += 1;
    const id = this.#lastSettle;
    this.#encoder.post({ kind: 'settle', id });
    return new Promise((resolve, reject) => {
      this.#settling.set(id, { resolve, reject });
    });
  }

  /**
   * Asks threads. The rows that they see are those of now; they begin when `ready` has resolved, with the mean that the
   * family has then.
   *
   * @returns what each has found
   */
  async ask(
    questions: readonly ThreadQuestion[],
    ready: Promise<void>,
  ): Promise<readonly (readonly Candidate[])[]> {
    if (this.#failure !== undefined) throw this.#failure;
    for (const { thread, query } of questions) this.#scanners[thread]?.post({ kind: 'query', query });
    const answers = questions.map(
      ({ thread, query }) =>
        new Promise<readonly Candidate[]>((resolve, reject) => {
          this.#queries.set(`${thread} ${query.id}`, { resolve, reject });
        }),
    );
    const all = Promise.all(answers);
    // Whoever asks hears of it below, also when `ready` fails first.
    all.catch(() => undefined);
    await ready;
    for (const { thread, query } of questions) {
      const mean = this.#means.get(query.family.id);
      this.#scanners[thread]?.post({ kind: 'begin', id: query.id, mean });
    }
    return all;
  }

  /** Nobody waits for these any more. */
  cancel(questions: readonly ThreadQuestion[], reason: Error): void {
    for (const { thread, query } of questions) {
      this.#scanners[thread]?.post({ kind: 'cancel', id: query.id });
      this.#take(thread, query.id)?.reject(reason);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#all().map((thread) => thread.end()));
    this.#fail(new Error('the index was closed'));
  }

  #all() {
    return [...this.#scanners, this.#encoder];
  }

  #receive(thread: number, reply: ScanReply): void {
    if (reply.kind === 'found') this.#take(thread, reply.id)?.resolve(reply.candidates);
    else this.#released(reply.ids);
  }

  #take(thread: number, id: number): Waiting | undefined {
    const waiting = this.#queries.get(`${thread} ${id}`);
    this.#queries.delete(`${thread} ${id}`);
    return waiting;
  }

  #receiveEncoded(reply: EncodeReply): void {
    if (reply.kind === 'centred') {
      this.#means.set(reply.family, reply.mean);
      return;
    }
    this.#settling.get(reply.id)?.resolve();
    this.#settling.delete(reply.id);
  }

  /** Nothing can be found any more: what waits hears of it, and whoever asks later. */
  #fail(cause: Error): void {
    this.#failure ??= cause;
    for (const waiting of [...this.#queries.values(), ...this.#settling.values()]) waiting.reject(cause);
    this.#queries.clear();
    this.#settling.clear();
  }
}
