import { Worker } from 'node:worker_threads';

/** A thread that runs a TypeScript file; Node 20 does not hand the loader of this one on to it. */
export function typescriptWorker(program: URL, workerData: unknown): Worker {
  const script = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  return new Worker(script, { eval: true, workerData });
}
