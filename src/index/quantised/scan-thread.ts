import { parentPort, workerData } from 'node:worker_threads';
import { Chunk } from './chunk.ts';
import { ExhaustiveQuery } from './exhaustive-query.ts';
import { ExhaustiveQueue } from './exhaustive-queue.ts';
import {
  type Candidate,
  type ChunkText,
  type QueryText,
  type RegroupedSpace,
  type ScanReply,
  type ScanRequest,
  type ThreadSetup,
  threadSetupSchema,
} from './messages.ts';
import { unpackChunks } from './packed-chunks.ts';
import { Rotator } from './rotator.ts';
import { ScanQueue } from './scan-queue.ts';
import { ThreadArenas } from './thread-arenas.ts';
import type { ThreadChunk } from './thread-chunk.ts';
import { ThreadPartitions } from './thread-partitions.ts';
import { ThreadQuery } from './thread-query.ts';
import { ThreadSpace } from './thread-space.ts';

/** A thread that looks through its share of the chunks. */
class ScanThread {
  readonly #arenas: ThreadArenas;
  readonly #rotator: Rotator;
  readonly #reply: (reply: ScanReply) => void;
  readonly #queue: ScanQueue;
  readonly #exhaustive: ExhaustiveQueue;
  readonly #kernel: WebAssembly.Module;
  readonly #spaces = new Map<number, ThreadSpace>();
  /** Those that went while a query looked at them. */
  #leaving: readonly ThreadChunk[] = [];

  constructor({ kernel, scratch }: ThreadSetup, reply: (reply: ScanReply) => void) {
    this.#arenas = new ThreadArenas(kernel, scratch);
    this.#rotator = new Rotator(kernel);
    this.#kernel = kernel;
    this.#reply = reply;
    const report = (id: number, candidates: readonly Candidate[]) => {
      reply({ kind: 'found', id, candidates });
      this.#release();
    };
    this.#queue = new ScanQueue(report);
    this.#exhaustive = new ExhaustiveQueue(() => this.#queue.isBusy, report);
  }

  receive(request: ScanRequest): void {
    switch (request.kind) {
      case 'arena-came':
        return this.#arenas.came(request.id, request.memory);
      case 'arena-went':
        return this.#arenas.went(request.id);
      case 'chunk-came':
        return this.#addChunk(request.chunk);
      case 'regrouped':
        return this.#regroup(request.regrouped);
      case 'chunks-went':
        return this.#dropChunks(request.space, request.ids);
      case 'query':
        return this.#addQuery(request.query);
      case 'begin':
        this.#exhaustive.begin(request.id);
        return this.#queue.begin(request.id, request.mean);
      case 'cancel':
        this.#exhaustive.cancel(request.id);
        this.#queue.cancel(request.id);
        return this.#release();
    }
  }

  #addChunk(text: ChunkText): void {
    const { id, space, offset, partition } = text;
    const arena = this.#arenas.of(text.arena);
    const chunk = new Chunk(arena.memory, offset, text);
    const templates = this.#arenas.templatesOf(text);
    this.#space(space).add({ id, space, chunk, arena, templates }, partition);
  }

  #regroup({ chunks, centroids, share }: RegroupedSpace): void {
    const texts = unpackChunks(chunks);
    const partitions = new ThreadPartitions(this.#kernel, { texts, centroids, share });
    this.#space(chunks.space).regroup(partitions);
    for (const text of texts) this.#addChunk(text);
  }

  #space(id: number): ThreadSpace {
    const space = this.#spaces.get(id) ?? new ThreadSpace();
    this.#spaces.set(id, space);
    return space;
  }

  #dropChunks(id: number, chunkIds: readonly number[]): void {
    const space = this.#spaces.get(id);
    if (space === undefined) return;
    this.#leaving = [...this.#leaving, ...space.remove(chunkIds)];
    if (space.isEmpty) this.#spaces.delete(id);
    this.#release();
  }

  #release(): void {
    if (this.#leaving.length === 0) return;
    const released: ThreadChunk[] = [];
    const used: ThreadChunk[] = [];
    for (const chunk of this.#leaving) (this.#isUsed(chunk) ? used : released).push(chunk);
    if (released.length === 0) return;
    this.#leaving = used;
    this.#reply({ kind: 'released', ids: released.map(({ id }) => id) });
  }

  #isUsed(chunk: ThreadChunk): boolean {
    return this.#queue.uses(chunk) || this.#exhaustive.uses(chunk);
  }

  #addQuery(text: QueryText): void {
    const chunks = text.named === undefined ? this.#chunksOf(text) : [];
    if (text.isExhaustive) this.#exhaustive.add(new ExhaustiveQuery(text, chunks));
    else this.#queue.add(new ThreadQuery(text, chunks, this.#rotator));
  }

  #chunksOf(query: QueryText): readonly ThreadChunk[] {
    const chunks: ThreadChunk[] = [];
    for (const id of query.spaces) {
      for (const chunk of this.#spaces.get(id)?.chunksFor(query) ?? []) chunks.push(chunk);
    }
    return chunks;
  }
}

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the index');
const thread = new ScanThread(threadSetupSchema.parse(workerData), (reply) => port.postMessage(reply));
port.on('message', (request: ScanRequest) => thread.receive(request));
