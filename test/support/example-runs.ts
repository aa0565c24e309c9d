import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

type Command = readonly [string, ...string[]];

/** Compiling the example in Go takes its time when the machine has other work. */
export const RUN_TIMEOUT_MS = 120_000;

/** What the examples for the shell need; commands that end well where it is there. */
export const SHELL_NEEDS: readonly Command[] = [
  ['curl', '-V'],
  ['jq', '--version'],
];

export function isInstalled([program, ...words]: Command): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

/** Whether the tours can run; says loudly when they cannot. */
export function canTour(vendor: string): boolean {
  const can = SHELL_NEEDS.every(isInstalled);
  if (!can) console.warn(`SKIPPED: the tour of ${vendor}, because curl or jq is not installed`);
  return can;
}

export function examplePath(vendor: string, file: string): string {
  return fileURLToPath(new URL(`../../examples/${vendor}/${file}`, import.meta.url));
}

interface ExampleSurroundings {
  readonly address: string;
  readonly key: string;
  /** Folder to start it in; by default this one. */
  readonly folder?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs an example as a process of its own, to its end. */
export async function runExample(
  [program = '', ...words]: readonly string[],
  { address, key, folder, variables = {} }: ExampleSurroundings,
) {
  const child = spawn(program, words, {
    ...(folder !== undefined && { cwd: folder }),
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LIKENESS_URL: address,
      LIKENESS_API_KEY: key,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, matches: stdout.split('\n').slice(0, -1), stderr };
}
