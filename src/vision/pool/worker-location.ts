/** The code of a worker thread: a file, or a program text. */
export type WorkerLocation = { readonly file: URL } | { readonly program: string };

/**
 * The vision worker beside this file. Compiled code runs as it is. TypeScript, in development only, needs a
 * loader, which a thread does not inherit from the process on Node 20.
 */
export function visionWorkerLocation(): WorkerLocation {
  if (!import.meta.url.endsWith('.ts')) return { file: new URL('worker.js', import.meta.url) };
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const worker = JSON.stringify(new URL('worker.ts', import.meta.url).href);
  return { program: `import(${loader}).then(({ register }) => { register(); return import(${worker}); });` };
}
