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

/** A thread of the index. Requests reach it in their order. */
export class IndexThread<Request, Reply> {
  readonly #worker: Worker;
  #isEnding = false;

  constructor({ name, setup, receive, failed }: ThreadProgram<Reply>) {
    this.#worker = startWorker(name, setup);
    let failure: unknown;
    this.#worker.on('message', (reply: Reply) => receive(reply));
    this.#worker.on('error', (error) => {
      failure = error;
    });
    this.#worker.on('exit', () => {
      if (!this.#isEnding) failed(new Error('a thread of the index has ended', { cause: failure }));
    });
  }

  post(request: Request, moved: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, moved);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }
}
