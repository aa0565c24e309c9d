import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished, TestRunner } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The product as its users run it: the built command, as a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly process: ChildProcess;
  /** Everything that it has printed so far, both streams. */
  output(): string;
  /** Sends the signal and waits for the end. @returns the exit code, or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

export const TEST_SECRET = 'a secret of the test suite';

/** One that a failed test has left running would be a load for all that follow. */
function killWhenTestEnds(child: ChildProcess): void {
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(() => void child.kill('SIGKILL'));
}

/**
 * Starts a server on a free port and waits until it is ready. It ends with the running test at the latest; whoever starts
 * one for several tests ends it.
 */
export async function startServerProcess(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      LIKENESS_DATA: folder,
      LIKENESS_PORT: '0',
      LIKENESS_API_KEY: TEST_SECRET,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killWhenTestEnds(child);
  let output = '';
  const ended = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output += `${line}\n`;
        const found = /http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+/.exec(line);
        if (found) resolve(found[0]);
      });
    }
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  return {
    address,
    process: child,
    output: () => output,
    async end(signal) {
      child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}

/** A request with the test suite's key. */
export function send(address: string, path: string, request: RequestInit = {}): Promise<Response> {
  const headers = new Headers(request.headers);
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${TEST_SECRET}`);
  return fetch(new URL(path, address), { ...request, headers });
}

/** A form with one file a field. */
export function formOf(files: Readonly<Record<string, Uint8Array>>, fileName = 'photo.jpg'): FormData {
  const form = new FormData();
  for (const [field, bytes] of Object.entries(files)) form.append(field, new Blob([bytes]), fileName);
  return form;
}
