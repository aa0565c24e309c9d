import { parentPort, workerData } from 'node:worker_threads';
import { Encoder } from './encoder.ts';
import {
  type EncodeReply,
  type EncodeRequest,
  type ThreadSetup,
  threadSetupSchema,
  type WrittenRows,
} from './messages.ts';
import { Rotator } from './rotator.ts';
import { ThreadArenas } from './thread-arenas.ts';

/** A thread that writes rows; it carries out what it is told in order. */
class EncodeThread {
  readonly #arenas: ThreadArenas;
  readonly #encoder: Encoder;
  readonly #reply: (reply: EncodeReply) => void;

  constructor({ kernel, scratch }: ThreadSetup, reply: (reply: EncodeReply) => void) {
    this.#arenas = new ThreadArenas(kernel, scratch);
    this.#encoder = new Encoder(this.#arenas, new Rotator(kernel));
    this.#reply = reply;
  }

  #centre(written: WrittenRows): void {
    const mean = this.#encoder.centre(written);
    this.#reply({ kind: 'centred', family: written.family.id, mean });
  }

  receive(request: EncodeRequest): void {
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
      case 'settle':
        return this.#reply({ kind: 'settled', id: request.id });
    }
  }
}

const port = parentPort;
if (port === null) throw new Error('this program runs as a thread of the index');
const thread = new EncodeThread(threadSetupSchema.parse(workerData), (reply) => port.postMessage(reply));
port.on('message', (request: EncodeRequest) => thread.receive(request));
