import { compileCodeKernel } from './code-kernel.ts';
import type { Arena } from './code-memory.ts';
import { IndexThread } from './index-thread.ts';
import type {
  Candidate,
  ChunkOfSpace,
  CodeCopy,
  EncodeReply,
  EncodeRequest,
  ErasePlan,
  LoadedFamily,
  LoadPlan,
  Outcome,
  PackedChunks,
  QueryText,
  RegroupedSpace,
  RotatedMean,
  RowBatch,
  SavePlan,
  ScanReply,
  ScanRequest,
  ThreadSetup,
  WrittenRows,
} from './messages.ts';
import type { SnapshotText } from './snapshot-text.ts';

interface Waiting {
  readonly resolve: (candidates: readonly Candidate[]) => void;
  readonly reject: (cause: Error) => void;
}

interface WaitingForReply {
  readonly resolve: (reply: EncodeReply) => void;
  readonly reject: (cause: Error) => void;
}

const CONFUSED = { failure: 'another question was answered' };

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
  readonly #replies = new Map<number, WaitingForReply>();
  readonly #means = new Map<number, RotatedMean>();
  #lastRequest = 0;
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
    const receive = (reply: EncodeReply) => this.#replied(reply);
    this.#encoder = new IndexThread({ name: 'encode-thread', setup, receive, failed });
  }

  arenaCame({ id, memory }: Arena): void {
    for (const thread of this.#all()) thread.post({ kind: 'arena-came', id, memory });
  }

  arenaWent(id: number): void {
    for (const thread of this.#all()) thread.post({ kind: 'arena-went', id });
  }

  chunkCame(thread: number, chunk: ChunkOfSpace): void {
    this.#scanners[thread]?.post({ kind: 'chunk-came', chunk: chunk.chunk });
    this.#encoder.post({ kind: 'chunk-came', chunk });
  }

  /** What scan threads hear of by `regrouped`. */
  partitionsCame({ name, family }: Pick<ChunkOfSpace, 'name' | 'family'>, chunks: PackedChunks): void {
    this.#encoder.post({ kind: 'partitions-came', name, family, chunks });
  }

  regrouped(thread: number, regrouped: RegroupedSpace): void {
    this.#scanners[thread]?.post({ kind: 'regrouped', regrouped });
  }

  /** That of a family's codes; undefined while it has none. */
  meanOf(familyId: number): RotatedMean | undefined {
    return this.#means.get(familyId);
  }

  /** `released` is told when the memory may be used again. */
  chunksWent(thread: number, space: number, ids: readonly number[]): void {
    this.#scanners[thread]?.post({ kind: 'chunks-went', space, ids });
    this.#encoder.post({ kind: 'chunks-went', space, ids });
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

  /** Overwrites rows before anything is written there that is handed over later. */
  erase(plan: ErasePlan): void {
    this.#encoder.post({ kind: 'erase', plan });
  }

  /** Resolves when everything that was to be encoded before is. */
  async settle(): Promise<void> {
    await this.#ask((id) => ({ kind: 'settle', id }));
  }

  /** What a snapshot has. */
  async openSnapshot(path: string): Promise<Outcome<SnapshotText>> {
    const reply = await this.#ask((id) => ({ kind: 'snapshot', request: { kind: 'open', id, path } }));
    return reply.kind === 'opened' ? reply.outcome : CONFUSED;
  }

  /** Fills chunks from a snapshot. */
  async loadSnapshot(plan: LoadPlan): Promise<Outcome<readonly LoadedFamily[]>> {
    const reply = await this.#ask((id) => ({ kind: 'snapshot', request: { kind: 'load', id, plan } }));
    return reply.kind === 'loaded' ? reply.outcome : CONFUSED;
  }

  /** Writes a snapshot of the rows that have been handed over for encoding so far. */
  async saveSnapshot(plan: SavePlan): Promise<Outcome<undefined>> {
    const reply = await this.#ask((id) => ({ kind: 'snapshot', request: { kind: 'save', id, plan } }));
    return reply.kind === 'saved' ? reply.outcome : CONFUSED;
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

  #ask(requestOf: (id: number) => EncodeRequest): Promise<EncodeReply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastRequest += 1;
    const id = this.#lastRequest;
    this.#encoder.post(requestOf(id));
    return new Promise((resolve, reject) => {
      this.#replies.set(id, { resolve, reject });
    });
  }

  #replied(reply: EncodeReply): void {
    if (reply.kind === 'centred') {
      this.#means.set(reply.family, reply.mean);
      return;
    }
    this.#replies.get(reply.id)?.resolve(reply);
    this.#replies.delete(reply.id);
  }

  /** Nothing can be found any more: what waits hears of it, and whoever asks later. */
  #fail(cause: Error): void {
    this.#failure ??= cause;
    for (const waiting of [...this.#queries.values(), ...this.#replies.values()]) waiting.reject(cause);
    this.#queries.clear();
    this.#replies.clear();
  }
}
