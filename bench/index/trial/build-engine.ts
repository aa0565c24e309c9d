import { FaceThreads } from '../data/face-threads.ts';
import type { Engine } from '../engines/engine.ts';
import { watchingLoop } from '../measure/event-loop.ts';
import { folderBytes, residentBytes } from '../measure/footprint.ts';
import type { OpenData } from '../truth/ground-truth.ts';
import type { Build } from './trial.ts';

/** Faces that are made at a time, and then added. */
const BLOCK_FACES = 16_384;
/** A judgement about how long a build will take is made no earlier. */
const JUDGED_AFTER_MS = 20_000;
const MILLISECONDS_A_MINUTE = 60_000;
const BYTES_A_KIBIBYTE = 1024;

/** The build of an engine would take longer than it may. */
export class BuildTooLong extends Error {
  constructor(added: number, faces: number, tookMs: number) {
    const minutes = (tookMs / added) * (faces / MILLISECONDS_A_MINUTE);
    const rate = Math.round((1000 * added) / tookMs).toLocaleString('en');
    super(`${rate} faces a second at first: at least ${minutes.toFixed(0)} minutes for all`);
  }
}

interface Limits {
  readonly folder: string;
  readonly limitMs: number;
  /** Called when all faces are added, with the time that is left for the rest. */
  readonly onAdded: (leftMs: number) => void;
}

/** Adds every face; only the adding counts as time. @throws BuildTooLong */
async function addAll(engine: Engine, { specification, people, faces }: OpenData, limitMs: number) {
  const threads = new FaceThreads(specification, people);
  const bytes = BLOCK_FACES * faces.dimensions * Float32Array.BYTES_PER_ELEMENT;
  const block = new Float32Array(new SharedArrayBuffer(bytes));
  let addMs = 0;
  try {
    for (let first = 0; first < faces.count; first += BLOCK_FACES) {
      const end = Math.min(faces.count, first + BLOCK_FACES);
      const vectors = block.subarray(0, (end - first) * faces.dimensions);
      await threads.fill(first, end, vectors);
      const startedAtMs = performance.now();
      await engine.add(first, vectors);
      addMs += performance.now() - startedAtMs;
      const isJudged = addMs > Math.min(JUDGED_AFTER_MS, limitMs);
      if (isJudged && (addMs / end) * faces.count > limitMs) throw new BuildTooLong(end, faces.count, addMs);
    }
  } finally {
    await threads.close();
  }
  return addMs;
}

/** Fills an engine and builds what it needs, and says what that took. @throws BuildTooLong */
export async function buildEngine(engine: Engine, data: OpenData, limits: Limits): Promise<Build> {
  const { folder, limitMs, onAdded } = limits;
  const before = await residentBytes();
  const { result, delay } = await watchingLoop(async () => {
    const addMs = await addAll(engine, data, limitMs);
    onAdded(Math.max(0, limitMs - addMs));
    const startedAtMs = performance.now();
    await engine.finish();
    return { addMs, finishMs: performance.now() - startedAtMs };
  });
  return {
    ...result,
    faces: data.faces.count,
    memoryBytes: Math.max(0, (await residentBytes()) - before),
    peakBytes: process.resourceUsage().maxRSS * BYTES_A_KIBIBYTE,
    diskBytes: folderBytes(folder),
    loop: delay,
  };
}
