import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('store-photos-process.ts', import.meta.url));

/** Another process that stores photos, and the ids that it has acknowledged so far. */
export interface StoringProcess {
  readonly acknowledged: readonly string[];
  /** Resolves when so many are acknowledged, or the process has ended. */
  waitFor(count: number): Promise<void>;
  kill(): void;
  /** Resolves when it has ended and everything that it wrote was read. Its code is null when it was killed. */
  readonly ended: Promise<number | null>;
}

function whenEnded(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code));
  });
}

/** Starts a process that stores so many photos of two faces in a gallery, some at the same time. */
export function startStoring(
  folder: string,
  galleryId: string,
  { count, atOnce = 1 }: { readonly count: number; readonly atOnce?: number },
): StoringProcess {
  const flags = [folder, galleryId, String(count), String(atOnce)];
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => acknowledged.push(line));
  const ended = whenEnded(child);
  const waitFor = async (wanted: number) => {
    while (acknowledged.length < wanted && child.exitCode === null) {
      await Promise.race([once(lines, 'line'), ended]);
    }
  };
  return { acknowledged, waitFor, kill: () => void child.kill('SIGKILL'), ended };
}
