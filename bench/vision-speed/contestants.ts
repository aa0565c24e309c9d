import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PhotoSet } from './photos.ts';

/** What a run took. */
export interface Run {
  readonly photos: number;
  readonly faces: number;
  readonly seconds: number;
  /** The most memory that was resident at a time. */
  readonly peakMebibytes: number;
}

const runSchema = z.object({ photos: z.number(), faces: z.number(), seconds: z.number() });
const indexSchema = z.object({ stored: z.number(), faces: z.number(), seconds: z.number() });
const LOOK_EVERY_MS = 50;
const KIBIBYTES_A_MEBIBYTE = 1024;
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The high-water mark of a process, in MiB, as Linux keeps it; 0 when it cannot be read. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) / KIBIBYTES_A_MEBIBYTE;
  } catch {
    return 0;
  }
}

interface Command {
  readonly words: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function execute({ words, input, environment }: Command): Promise<{ output: string; peakMebibytes: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    let peakMebibytes = 0;
    const watch = setInterval(() => {
      peakMebibytes = Math.max(peakMebibytes, peakOf(child.pid));
    }, LOOK_EVERY_MS);
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ output, peakMebibytes });
      else reject(new Error(`${words.join(' ')} ended with ${code}: ${output}`));
    });
    child.stdin.end(input);
  });
}

/** Everything from the file to the stored template: `likeness index` into an empty data folder. */
export async function runLikeness(set: PhotoSet, pack: string): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'));
  const photos = mkdtempSync(join(folder, 'photos-'));
  for (const [index, photo] of set.paths.entries())
    symlinkSync(photo, join(photos, `${index}-${basename(photo)}`));
  try {
    const { output, peakMebibytes } = await execute({
      words: [
        path('../../bin/likeness.mjs'),
        'index',
        photos,
        '--gallery',
        'bench',
        '--pack',
        pack,
        '--json',
      ],
      environment: { LIKENESS_DATA: join(folder, 'data'), LIKENESS_MODELS: path('../../../shared/models') },
    });
    const { stored, faces, seconds } = indexSchema.parse(JSON.parse(output));
    return { photos: stored, faces, seconds, peakMebibytes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From the file to descriptors in memory, in a process of its own. */
export async function runPeer(set: PhotoSet, peer: 'human' | 'face-api'): Promise<Run> {
  const { output, peakMebibytes } = await execute({
    words: ['--import', 'tsx', path('peer.ts'), peer],
    input: set.paths.join('\n'),
  });
  const json = output.slice(output.lastIndexOf('{'));
  return { ...runSchema.parse(JSON.parse(json)), peakMebibytes };
}
