/**
 * How long a scan of 212,417,831 codes takes, as many as FaceCheck's document shows: `npx tsx bench/scale.ts`. The codes are
 * random, held in memory by as many threads as there are cores, and scanned with the kernel of the index; the table that
 * it prints is in docs/scale.md. Needs as much memory as the longest codes take (13.6 GB).
 *
 * `--faces 212417831`; `--bits 192,512`; `--probes 1,8` that share a scan; `--rounds 5`.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { memoryBandwidth } from './index/measure/bandwidth.ts';
import { typescriptWorker } from './index/typescript-worker.ts';

const SHORTLIST = 2048;

const { values: flags } = parseArgs({
  options: {
    faces: { type: 'string', default: '212417831' },
    bits: { type: 'string', default: '192,512' },
    probes: { type: 'string', default: '1,8' },
    rounds: { type: 'string', default: '5' },
  },
});

const numbers = (text: string) => text.split(',').map(Number);
const faces = Number(flags.faces);
const rounds = Number(flags.rounds);
const threads = availableParallelism();
const facesOfThread = Math.ceil(faces / threads);

const bandwidth = await memoryBandwidth(threads);
console.log(
  `memory: ${(bandwidth / 1e9).toFixed(1)} GB/s on ${threads} threads; ${faces.toLocaleString('en')} faces\n`,
);

const bytes = (facesOfThread * Math.max(...numbers(flags.bits))) / 8;
const workers = Array.from({ length: threads }, (_, seed) =>
  typescriptWorker(new URL('scale/scan-worker.ts', import.meta.url), { bytes, seed }),
);
await Promise.all(workers.map((worker) => once(worker, 'message')));

async function scanOnce(bits: number, probes: number): Promise<number> {
  const startedAtMs = performance.now();
  const answers = workers.map((worker) => once(worker, 'message'));
  for (const worker of workers) {
    worker.postMessage({ bits, probes, faces: facesOfThread, shortlist: Math.ceil(SHORTLIST / threads) }, []);
  }
  await Promise.all(answers);
  return performance.now() - startedAtMs;
}

console.log(
  '| bits | codes GB | probes at once | ms, median | ns a face and probe | times the memory limit |',
);
console.log('|---|---|---|---|---|---|');
for (const bits of numbers(flags.bits)) {
  for (const probes of numbers(flags.probes)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await scanOnce(bits, probes));
    const ms = times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    const codeBytes = (faces * bits) / 8;
    const perFace = ((ms * 1e6) / faces / probes).toFixed(2);
    const limit = (ms / ((1000 * codeBytes) / bandwidth)).toFixed(1);
    console.log(
      `| ${bits} | ${(codeBytes / 1e9).toFixed(1)} | ${probes} | ${ms.toFixed(0)} | ${perFace} | ${limit} |`,
    );
  }
}
await Promise.all(workers.map((worker) => worker.terminate()));
