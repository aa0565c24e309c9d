import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { typescriptWorker } from '../typescript-worker.ts';
import type { FaceTask } from './face-worker.ts';
import type { DataSpecification } from './open-faces.ts';

const listsSchema = z.array(
  z.object({ faces: z.instanceof(Uint32Array), cosines: z.instanceof(Float64Array), size: z.number() }),
);
export type FoundList = z.output<typeof listsSchema>[number];

/** Threads that make the faces of one data set. */
export class FaceThreads {
  readonly #workers: readonly Worker[];

  constructor(specification: DataSpecification, people: Uint32Array) {
    this.#workers = Array.from({ length: availableParallelism() }, () =>
      typescriptWorker(new URL('face-worker.ts', import.meta.url), { specification, people }),
    );
  }

  /** Writes the faces from `first` up to before `end` behind each other; `into` is shared memory. */
  async fill(first: number, end: number, into: Float32Array): Promise<void> {
    const dimensions = into.length / (end - first);
    await this.#share(first, end, (from, to) => ({
      kind: 'fill',
      first: from,
      end: to,
      into: into.subarray((from - first) * dimensions, (to - first) * dimensions),
    }));
  }

  /** The nearest faces of every probe that each thread found in its part of the span: probes within threads. */
  async scan(first: number, end: number, limit: number): Promise<readonly (readonly FoundList[])[]> {
    return this.#share(first, end, (from, to) => ({ kind: 'scan', first: from, end: to, limit }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #share(first: number, end: number, taskOf: (from: number, to: number) => FaceTask) {
    const size = Math.ceil((end - first) / this.#workers.length);
    return Promise.all(
      this.#workers.map(async (worker, at) => {
        const from = Math.min(end, first + at * size);
        worker.postMessage(taskOf(from, Math.min(end, from + size)), []);
        const [answer] = z.tuple([z.unknown()]).parse(await once(worker, 'message'));
        return listsSchema.parse(answer);
      }),
    );
  }
}
