/**
 * How many vectors of 512 dimensions are stored durably in a second, singly and in the largest requests there are, beside a
 * plain loop that stores the same in SQLite: `npx tsx bench/dialects/faceping/inserts.ts` (after `npm run build`) writes `bench/INSERTS.md`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../../speed/machine.ts';
import { type Figures, measureLoad } from './inserts/figures.ts';
import { PlainLoop } from './inserts/plain-loop.ts';
import { vectorAt } from './inserts/vectors.ts';
import { inCatalog, overHttp, throughServices, type Way } from './inserts/ways.ts';

const SINGLES = 4000;
const CLIENTS = 64;
const BULK_VECTORS = 20_000;
const BULK_CLIENTS = 4;
/** As many as FacePing takes at once. */
const VECTORS_PER_REQUEST = 100;
/** As many as the catalog is given at once where we import ourselves. */
const VECTORS_PER_IMPORT = 1000;

interface Result {
  readonly figures: Figures;
  readonly plainPerSecond: number;
}

const folder = await mkdtemp(join(tmpdir(), 'likeness-inserts-'));
const plain = new PlainLoop(folder);

function vectorsFor(count: number): readonly Float32Array[] {
  return Array.from({ length: count }, (_, place) => vectorAt(place));
}

async function measureWay(open: (folder: string) => Promise<Way>, most: number): Promise<readonly Result[]> {
  const way = await open(folder);
  const loads = [
    { kind: 'singly', clients: 1, requests: SINGLES / 4, vectorsEach: 1 },
    { kind: 'singly', clients: CLIENTS, requests: SINGLES, vectorsEach: 1 },
    { kind: `${most} a request`, clients: BULK_CLIENTS, requests: BULK_VECTORS / most, vectorsEach: most },
  ];
  const results: Result[] = [];
  for (const { kind, ...load } of loads) {
    const what = `${way.name}, ${kind}, ${load.clients} at the same time`;
    const store = (request: number) => way.store(request * load.vectorsEach, load.vectorsEach);
    const longestHoldMs = () => way.longestHoldMs();
    const figures = await measureLoad({ ...load, what, store, longestHoldMs });
    const same = vectorsFor(load.requests * load.vectorsEach);
    const plainPerSecond = load.vectorsEach === 1 ? plain.singly(same) : plain.together(same);
    results.push({ figures, plainPerSecond });
    console.log(lineOf({ figures, plainPerSecond }));
  }
  await way.close();
  return results;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}

function lineOf({ figures, plainPerSecond }: Result): string {
  const cells = [
    figures.what,
    whole(figures.vectorsPerSecond),
    figures.p50Ms.toFixed(1),
    figures.p95Ms.toFixed(1),
    figures.longestHoldMs.toFixed(0),
    whole(plainPerSecond),
    (figures.vectorsPerSecond / plainPerSecond).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

const results = [
  ...(await measureWay(inCatalog, VECTORS_PER_IMPORT)),
  ...(await measureWay(throughServices, VECTORS_PER_REQUEST)),
  ...(await measureWay(overHttp, VECTORS_PER_REQUEST)),
];
plain.close();
await rm(folder, { recursive: true, force: true });

const text = [
  '# Durable inserts',
  '',
  'Written by `npx tsx bench/dialects/faceping/inserts.ts`: raw vectors of 512 dimensions, each acknowledged when it is on the disk',
  '(synchronous=FULL) and, but for the catalog alone, in the index. The plain loop stores an id and the vector with the same',
  'library and the same care, in one transaction each or, beside the large requests, in one for all. Times are worth only as',
  'ratios of one run on one machine.',
  '',
  ...describeMachine(),
  '',
  '| way | vectors a second | p50 ms | p95 ms | longest hold of the event loop, ms | plain loop, a second | ratio |',
  '|---|---|---|---|---|---|---|',
  ...results.map((result) => lineOf(result)),
  '',
].join('\n');
await writeFile(fileURLToPath(new URL('../../INSERTS.md', import.meta.url)), text);
console.log(text);
process.exit(0);
