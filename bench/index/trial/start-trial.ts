import { fork } from 'node:child_process';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { engineNamed } from '../engines/engines.ts';
import type { OpenData } from '../truth/ground-truth.ts';
import { type Trial, type TrialResult, trialNewsSchema } from './trial.ts';

const PROGRAM = fileURLToPath(new URL('run-trial.ts', import.meta.url));
const SHARE_OF_MEMORY = 0.8;
const BYTES_A_GIBIBYTE = 1024 ** 3;
/** The process itself judges how long adding takes; this is for one that hangs. */
const MOST_FOR_ADDING_MS = 7_200_000;
const MILLISECONDS_A_MINUTE = 60_000;

/** What the faces take at least, when that is more than the machine can give. */
function tooMuchMemory({ engine }: Trial, { faces, specification }: OpenData): string | undefined {
  const { memoryBytesPerFace } = engineNamed(engine);
  const bytes = faces.count * memoryBytesPerFace(faces.dimensions, specification.packId);
  if (bytes < SHARE_OF_MEMORY * totalmem()) return undefined;
  return `needs ${(bytes / BYTES_A_GIBIBYTE).toFixed(0)} GiB of memory`;
}

/** Measures an engine in a process of its own, so that neither its memory nor its end touch another's figures. */
export function startTrial(trial: Trial, data: OpenData): Promise<TrialResult> {
  const givenUp = tooMuchMemory(trial, data);
  if (givenUp !== undefined) return Promise.resolve({ givenUp, settings: [] });
  return new Promise((resolve) => {
    const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'] });
    const stop = () => child.kill('SIGKILL');
    let timer = setTimeout(stop, MOST_FOR_ADDING_MS);
    let result: TrialResult | undefined;
    child.on('message', (message) => {
      const news = trialNewsSchema.parse(message);
      clearTimeout(timer);
      if ('result' in news) result = news.result;
      else timer = setTimeout(stop, news.limitMs);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const minutes = (trial.buildLimitMs / MILLISECONDS_A_MINUTE).toFixed(0);
      const ended =
        signal === 'SIGKILL' ? `did not finish in ${minutes} minutes` : `died (${signal ?? code})`;
      resolve(result ?? { givenUp: ended, settings: [] });
    });
    child.send(trial);
  });
}
