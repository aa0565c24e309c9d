import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const WATCH = new URL('watch-event-loop.mjs', import.meta.url).href;
const LOOK_EVERY_MS = 2;

/** The longest that an event loop took for a turn. */
export interface LongestTurn {
  /** By the clock: also while others had the processor, or the disk was waited for. */
  readonly timeMs: number;
  /** By the processor: what its thread has done. */
  readonly workMs: number;
}

/** A server that tells how long the turns of its event loop take. */
export interface WatchedServer extends ServerProcess {
  /** Since the last call, or since it listens. */
  longestTurn(): Promise<LongestTurn>;
}

/** Starts a server on a free port as `startServerProcess` does, and watches its event loop. */
export async function startWatchedServer(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<WatchedServer> {
  const server = await startServerProcess(folder, { ...environment, NODE_OPTIONS: `--import=${WATCH}` });
  const told = () => [...server.output().matchAll(/^longest turn: ([\d.]+) ms, work ([\d.]+) ms$/gm)];
  return {
    ...server,
    async longestTurn() {
      const known = told().length;
      server.process.kill('SIGUSR2');
      while (told().length === known) await sleep(LOOK_EVERY_MS);
      const [, timeMs, workMs] = told().at(-1) ?? [];
      return { timeMs: Number(timeMs), workMs: Number(workMs) };
    },
  };
}
