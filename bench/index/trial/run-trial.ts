/** The process of one trial: it is told of it in a message, answers with another, and ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facesOfPeople, probeOf, templateOf } from '../data/faces.ts';
import type { Engine } from '../engines/engine.ts';
import { engineNamed } from '../engines/engines.ts';
import { recallOf, type Truth } from '../measure/recall.ts';
import { runSearches } from '../measure/searches.ts';
import { groundTruth, type OpenData } from '../truth/ground-truth.ts';
import { BuildTooLong, buildEngine } from './build-engine.ts';
import { openData } from './open-data.ts';
import { type SettingResult, type Trial, type TrialNews, type TrialResult, trialSchema } from './trial.ts';

/** All settings together; each has a limit of its own. */
const SEARCHING_LIMIT_MS = 1_800_000;

function tell(news: TrialNews): void {
  process.send?.(news);
}

async function searchAll(engine: Engine, { faces }: OpenData, truth: Truth, limitMs: number) {
  const probes = Array.from({ length: faces.probes }, (_, probe) => probeOf(faces, probe));
  const results: SettingResult[] = [];
  for await (const { name, search } of engine.settings()) {
    const { found, ...times } = await runSearches(search, { probes, limitMs });
    results.push({ setting: name, ...times, recall: recallOf(found, truth) });
  }
  return results;
}

async function runIn(folder: string, trial: Trial): Promise<TrialResult> {
  const data = openData(trial.specification);
  const { faces } = data;
  const engine = await engineNamed(trial.engine).open({
    dimensions: faces.dimensions,
    packId: trial.specification.packId,
    count: faces.count,
    folder,
    templatesOf: (numbers) => numbers.map((face) => templateOf(faces, face)),
  });
  try {
    const build = await buildEngine(engine, data, {
      folder,
      limitMs: trial.buildLimitMs,
      onAdded: (leftMs) => tell({ limitMs: leftMs }),
    });
    tell({ limitMs: SEARCHING_LIMIT_MS });
    const neighbours = await groundTruth(data);
    const truth = { faces, neighbours, facesOfPeople: facesOfPeople(faces) };
    return { build, settings: await searchAll(engine, data, truth, trial.searchLimitMs) };
  } catch (error) {
    if (error instanceof BuildTooLong) return { givenUp: error.message, settings: [] };
    throw error;
  } finally {
    await engine.close();
  }
}

async function run(trial: Trial): Promise<TrialResult> {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-engine-'));
  try {
    return await runIn(folder, trial);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.once('message', (message) => {
  void run(trialSchema.parse(message)).then((result) => process.send?.({ result }, () => process.exit(0)));
});
