import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { packIdOfSpace } from '../../src/core/template-space.ts';
import { QuantisedFaceIndex } from '../../src/index/quantised/quantised-face-index.ts';
import { IndexFollower } from '../../src/services/index-follower.ts';

const [folder = ''] = process.argv.slice(2);
const NANOSECONDS = 1e6;

const catalog = await openSqliteCatalog({ folder });
const index = new QuantisedFaceIndex({
  templates: async (faces) => {
    const numbers = faces.map(({ faceNumber }) => faceNumber);
    const found = await catalog.templates.find(packIdOfSpace(faces[0]?.space ?? ''), numbers);
    return numbers.map((number) => found.get(number));
  },
  folder: join(folder, 'index'),
});
const follower = new IndexFollower(catalog.changes, index, {
  saved: index,
  tokens: catalog.indexTokens,
  clock: { nowMs: () => Date.now() },
});

/** Seconds, and the longest that the thread did not turn meanwhile. */
async function clocked(work: () => Promise<unknown>): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAtMs = performance.now();
  await work();
  const seconds = (performance.now() - startedAtMs) / 1000;
  delay.disable();
  return `${seconds.toFixed(2)} s, longest block ${(delay.max / NANOSECONDS).toFixed(1)} ms`;
}

const ready = await clocked(() => follower.catchUp());
const saved = await clocked(() => follower.save());
process.stdout.write(`${index.unsaved.faces} faces ready after ${ready}; saved after ${saved}\n`);
await index.close();
await catalog.close();
