import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** What a thread of the index is given to do, and whom it answers. */
export interface ThreadProgram<Reply> {
  /** Name of the program's file beside this one, without its ending. */
  readonly name: string;
  readonly setup: object;
  readonly receive: (reply: Reply) => void;
  /** Told when the thread has ended although nobody asked it to. */
  readonly failed: (cause: Error) => void;
}

/**
 * Starts a program in a thread. Compiled code runs as it is. TypeScript, in development only, needs a loader, which a
 * thread does not inherit from the process on Node 20.
 */
function startWorker(name: string, workerData: object): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL(`${name}.js`, import.meta.url), { workerData });
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = JSON.stringify(new URL(`${name}.ts`, import.meta.url).href);
  const text = `import(${loader}).then(({ register }) => { register(); return import(${program}); });`;
  return new Worker(text, { workerData, eval: true });
}

let lastStart: Promise<void> = Promise.resolve();

/** Starting a thread takes some milliseconds: others have this one between two starts. */
function whenItsTurn(start: () => void): void {
  lastStart = lastStart.then(() => nextTurn()).then(start);
}

interface Unsent<Request> {
  readonly request: Request;
  readonly moved: readonly ArrayBuffer[];
}

/** A thread of the index. It starts in a later turn of the event loop. Requests reach it in their order. */
export class IndexThread<Request, Reply> {
  #worker: Worker | undefined;
  readonly #unsent: Unsent<Request>[] = [];
  #isEnding = false;

  constructor(program: ThreadProgram<Reply>) {
    whenItsTurn(() => {
      if (!this.#isEnding) this.#worker = this.#start(program);
    });
  }

  post(request: Request, moved: readonly ArrayBuffer[] = []): void {
    if (this.#worker === undefined) this.#unsent.push({ request, moved });
    else this.#worker.postMessage(request, moved);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker?.terminate();
  }

  #start({ name, setup, receive, failed }: ThreadProgram<Reply>): Worker {
    const worker = startWorker(name, setup);
    let failure: unknown;
    worker.on('message', (reply: Reply) => receive(reply));
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => {
      if (!this.#isEnding) failed(new Error('a thread of the index has ended', { cause: failure }));
    });
    for (const { request, moved } of this.#unsent.splice(0)) worker.postMessage(request, moved);
    return worker;
  }
}
