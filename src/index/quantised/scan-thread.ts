import { parentPort, workerData } from 'node:worker_threads';
import { Chunk } from './chunk.ts';
import {
  type ChunkText,
  type QueryText,
  type ScanReply,
  type ScanRequest,
  type ThreadSetup,
  threadSetupSchema,
} from './messages.ts';
import { Rotator } from './rotator.ts';
import { ScanQueue } from './scan-queue.ts';
import { ThreadArenas } from './thread-arenas.ts';
import { type ThreadChunk, ThreadQuery } from './thread-query.ts';

/** A thread that looks through its share of the chunks. */
class ScanThread {
  readonly #arenas: ThreadArenas;
  readonly #rotator: Rotator;
  readonly #reply: (reply: ScanReply) => void;
  readonly #queue: ScanQueue;
  readonly #spaces = new Map<number, Map<number, ThreadChunk>>();
  /** Those that went while a query looked at them. */
  #leaving: readonly ThreadChunk[] = [];

  constructor({ kernel, scratch }: ThreadSetup, reply: (reply: ScanReply) => void) {
    this.#arenas = new ThreadArenas(kernel, scratch);
    this.#rotator = new Rotator(kernel);
    this.#reply = reply;
    this.#queue = new ScanQueue((id, candidates) => {
      reply({ kind: 'found', id, candidates });
      this.#release();
    });
  }

  receive(request: ScanRequest): void {
    switch (request.kind) {
      case 'arena-came':
        return this.#arenas.came(request.id, request.memory);
      case 'arena-went':
        return this.#arenas.went(request.id);
      case 'chunk-came':
        return this.#addChunk(request.chunk);
      case 'chunks-went':
        return this.#dropChunks(request.space, request.ids);
      case 'query':
        return this.#queue.add(this.#queryOf(request.query));
      case 'begin':
        return this.#queue.begin(request.id, request.mean);
      case 'cancel':
        this.#queue.cancel(request.id);
        return this.#release();
    }
  }

  #addChunk({ id, space, arena: arenaId, offset, bits, blocks }: ChunkText): void {
    const arena = this.#arenas.of(arenaId);
    const chunks = this.#spaces.get(space) ?? new Map<number, ThreadChunk>();
    const chunk = new Chunk(arena.memory, offset, { bits, blocks });
    this.#spaces.set(space, chunks.set(id, { id, space, chunk, arena }));
  }

  #dropChunks(space: number, ids: readonly number[]): void {
    const chunks = this.#spaces.get(space);
    const dropped = ids.map((id) => chunks?.get(id)).filter((chunk) => chunk !== undefined);
    for (const { id } of dropped) chunks?.delete(id);
    if (chunks?.size === 0) this.#spaces.delete(space);
    this.#leaving = [...this.#leaving, ...dropped];
    this.#release();
  }

  #release(): void {
    if (this.#leaving.length === 0) return;
    const released: ThreadChunk[] = [];
    const used: ThreadChunk[] = [];
    for (const chunk of this.#leaving) (this.#queue.uses(chunk) ? used : released).push(chunk);
    if (released.length === 0) return;
    this.#leaving = used;
    this.#reply({ kind: 'released', ids: released.map(({ id }) => id) });
  }

  #queryOf(text: QueryText): ThreadQuery {
    if (text.named !== undefined) return new ThreadQuery(text, [], this.#rotator);
    const chunks: ThreadChunk[] = [];
    for (const space of text.spaces) {
      const known = this.#spaces.get(space);
      if (known !== undefined) chunks.push(...known.values());
    }
    return new ThreadQuery(text, chunks, this.#rotator);
  }
}

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the index');
const thread = new ScanThread(threadSetupSchema.parse(workerData), (reply) => port.postMessage(reply));
port.on('message', (request: ScanRequest) => thread.receive(request));
