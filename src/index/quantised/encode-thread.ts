import { parentPort, workerData } from 'node:worker_threads';
import { Encoder } from './encoder.ts';
import { eraseRows } from './erase-rows.ts';
import { KnownSpaces } from './known-spaces.ts';
import {
  type ChunkOfSpace,
  type EncodeReply,
  type EncodeRequest,
  type LoadPlan,
  type SnapshotRequest,
  type ThreadSetup,
  threadSetupSchema,
  type WrittenRows,
} from './messages.ts';
import { unpackChunks } from './packed-chunks.ts';
import { Rotator } from './rotator.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';
import { TemplateFiller } from './template-filler.ts';
import { ThreadArenas } from './thread-arenas.ts';

type PartitionsCame = Extract<EncodeRequest, { kind: 'partitions-came' }>;

/** A thread that writes rows; it carries out what it is told in order. */
class EncodeThread {
  readonly #arenas: ThreadArenas;
  readonly #encoder: Encoder;
  readonly #spaces = new KnownSpaces();
  readonly #snapshots: SnapshotKeeper;
  readonly #filler: TemplateFiller;
  readonly #reply: (reply: EncodeReply) => void;

  constructor({ kernel, scratch }: ThreadSetup, reply: (reply: EncodeReply) => void) {
    this.#arenas = new ThreadArenas(kernel, scratch);
    this.#encoder = new Encoder(this.#arenas, new Rotator(kernel));
    this.#filler = new TemplateFiller(this.#spaces);
    this.#snapshots = new SnapshotKeeper(this.#encoder, this.#spaces);
    this.#reply = reply;
  }

  async receive(request: EncodeRequest): Promise<void> {
    switch (request.kind) {
      case 'arena-came':
        return this.#arenas.came(request.id, request.memory);
      case 'arena-went':
        return this.#arenas.went(request.id);
      case 'rows':
        return this.#encoder.write(request.batch);
      case 'centre':
        return this.#centre(request.written);
      case 'copy':
        return this.#encoder.copy(request.copy);
      case 'erase':
        return eraseRows(request.plan);
      case 'chunk-came':
        return this.#addChunk(request.chunk);
      case 'partitions-came':
        return this.#addPartitions(request);
      case 'chunks-went':
        return this.#spaces.went(request.space, request.ids);
      case 'settle':
        return this.#reply({ kind: 'settled', id: request.id });
      case 'snapshot':
        return this.#receiveOfSnapshot(request.request);
    }
  }

  #addChunk(chunk: ChunkOfSpace): void {
    this.#spaces.came(chunk, this.#arenas);
  }

  #addPartitions({ name, family, chunks }: PartitionsCame): void {
    for (const chunk of unpackChunks(chunks)) this.#addChunk({ chunk, name, family, order: 'partition' });
  }

  async #receiveOfSnapshot(request: SnapshotRequest): Promise<void> {
    switch (request.kind) {
      case 'open':
        return this.#reply({ kind: 'opened', id: request.id, outcome: this.#snapshots.open(request.path) });
      case 'load':
        return this.#load(request.id, request.plan);
      case 'save':
        return this.#reply({
          kind: 'saved',
          id: request.id,
          outcome: await this.#snapshots.save(request.plan),
        });
    }
  }

  #centre(written: WrittenRows): void {
    this.#snapshots.overturn();
    const mean = this.#encoder.centre(written);
    this.#reply({ kind: 'centred', family: written.family.id, mean });
  }

  #load(id: number, plan: LoadPlan): void {
    const outcome = this.#snapshots.load(plan);
    for (const { id: family } of plan.families) {
      const mean = this.#encoder.means.get(family);
      if (mean !== undefined) this.#reply({ kind: 'centred', family, mean });
    }
    this.#reply({ kind: 'loaded', id, outcome });
    if ('result' in outcome) this.#filler.fill(plan.families);
  }
}

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the index');
const thread = new EncodeThread(threadSetupSchema.parse(workerData), (reply) => port.postMessage(reply));
port.on('message', (request: EncodeRequest) => void thread.receive(request));
