import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const WATCH = new URL('watch-event-loop.mjs', import.meta.url).href;
const ASK_AGAIN_MS = 2;

/** A server that tells how long its event loop was held. */
export interface WatchedServer extends ServerProcess {
  /** The longest time since the last call, or the start, that its event loop did not turn, in milliseconds. */
  longestHoldMs(): Promise<number>;
}

/** Starts a server on a free port as `startServerProcess` does, and watches its event loop. */
export async function startWatchedServer(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<WatchedServer> {
  const server = await startServerProcess(folder, { ...environment, NODE_OPTIONS: `--import=${WATCH}` });
  const holds = (): readonly string[] =>
    [...server.output().matchAll(/^longest hold (\d+\.\d) ms$/gm)].map(([, ms = '']) => ms);
  return {
    ...server,
    async longestHoldMs() {
      const known = holds().length;
      server.process.kill('SIGUSR2');
      while (holds().length === known) await sleep(ASK_AGAIN_MS);
      return Number(holds().at(-1));
    },
  };
}
