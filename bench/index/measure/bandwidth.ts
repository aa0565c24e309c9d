import { once } from 'node:events';
import { typescriptWorker } from '../typescript-worker.ts';

const BYTES_A_THREAD = 1024 ** 3;
const ROUNDS = 8;
const MILLISECONDS_A_SECOND = 1000;

/**
 * Bytes a second that threads together read from memory, each a gibibyte of its own, the best of eight rounds. They use
 * the C library's search for a byte, which is limited by nothing else.
 */
export async function memoryBandwidth(threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, () =>
    typescriptWorker(new URL('bandwidth-worker.ts', import.meta.url), BYTES_A_THREAD),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAtMs = performance.now();
    const answers = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('read', []);
    await Promise.all(answers);
    const seconds = (performance.now() - startedAtMs) / MILLISECONDS_A_SECOND;
    best = Math.max(best, (threads * BYTES_A_THREAD) / seconds);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return best;
}
