import { ExactFaceIndex } from '../../src/index/exact/exact-face-index.ts';
import { clocked, median } from './clocked.ts';
import type { Row } from './row.ts';

const DIMENSIONS = 128;
const SEARCHES = 30;
const LIMIT = 10;

/** A small generator with a fixed seed, so that every run measures the same numbers. */
function randomTemplates(count: number): Float32Array[] {
  let state = 12_345;
  const next = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const template = Float32Array.from({ length: DIMENSIONS }, next);
    const length = Math.hypot(...template);
    return template.map((component) => component / length);
  });
}

/** What a program without an index does: compares with every template, sorts, takes the first. */
function plainSearch(templates: readonly Float32Array[], probe: Float32Array) {
  return templates
    .map((template, position) => {
      let similarity = 0;
      for (let at = 0; at < DIMENSIONS; at += 1) similarity += (template[at] ?? 0) * (probe[at] ?? 0);
      return { position, similarity };
    })
    .sort((first, second) => second.similarity - first.similarity)
    .slice(0, LIMIT);
}

async function measureAt(count: number): Promise<Row> {
  const templates = randomTemplates(count);
  const index = new ExactFaceIndex();
  for (const [position, template] of templates.entries()) index.add('bench', position, template);
  let turn = 0;
  const probe = () => templates[(turn++ * 7919) % count] ?? new Float32Array(DIMENSIONS);
  const oursMs = await clocked(SEARCHES, () => index.search(['bench'], probe(), { limit: LIMIT }));
  const plainMs = await clocked(SEARCHES, async () => plainSearch(templates, probe()));
  return {
    what: `search among ${count.toLocaleString('en')} templates of 128 dimensions (ms, median)`,
    ours: median(oursMs).toFixed(2),
    peer: `plain loop and sort: ${median(plainMs).toFixed(2)}`,
    ratio: `${(median(plainMs) / median(oursMs)).toFixed(1)} times as fast`,
  };
}

/** The exact index beside a plain loop over the same templates. */
export async function measureSearch(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const count of [10_000, 100_000]) rows.push(await measureAt(count));
  return rows;
}
