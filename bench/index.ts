/**
 * Our index beside peers, on the same faces in one run: `npm run bench:index` writes `bench/INDEX.md` and its plots.
 *
 * `--sizes 100000,1000000` faces; `--data real,clusters,synthetic,harder` (by default all but the last); `--engines
 * ours,usearch`; `--peer-minutes 10` that a build may take; `--peer-faces 1000000` above which ours is measured alone;
 * `--search-seconds 10` for each setting, alone and four at once; `--probes 500` (fewer above two million faces unless
 * said); `--pack standard` for real templates. The defaults take some half an hour on two cores, without the first
 * analysis of the photos.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { facesOfPeople } from './index/data/faces.ts';
import { type DataKind, type DataSpecification, dataKindSchema } from './index/data/open-faces.ts';
import { keepPhotoTemplates } from './index/data/photo-templates.ts';
import { ENGINES, engineNamed } from './index/engines/engines.ts';
import { hasHnswlib } from './index/engines/hnswlib.ts';
import { memoryBandwidth } from './index/measure/bandwidth.ts';
import { recallOfBruteForce } from './index/measure/recall.ts';
import type { Contest } from './index/report/contest.ts';
import { writeReport } from './index/report/write-report.ts';
import { openData } from './index/trial/open-data.ts';
import { startTrial } from './index/trial/start-trial.ts';
import { groundTruth } from './index/truth/ground-truth.ts';
import { hasLabelledPhotos } from './vision/labelled-photos.ts';

const SEED = 6;
const MILLISECONDS_A_SECOND = 1000;
const MILLISECONDS_A_MINUTE = 60_000;
/** Fewer probes in larger galleries: every face is compared with every one of them. */
const MOST_COMPARISONS = 1_000_000_000;
const FEWEST_PROBES = 100;
const DEFAULT_PROBES = 500;
const OURS = 'ours';

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000' },
    data: { type: 'string', default: 'real,clusters,synthetic' },
    engines: { type: 'string', default: ENGINES.map(({ name }) => name).join(',') },
    'peer-minutes': { type: 'string', default: '10' },
    'peer-faces': { type: 'string', default: '1000000' },
    'search-seconds': { type: 'string', default: '10' },
    probes: { type: 'string' },
    pack: { type: 'string', default: 'standard' },
  },
});

const list = (text: string) => text.split(',').filter((word) => word !== '');
const sizes = list(flags.sizes).map((size) => z.coerce.number().int().min(1).parse(size));
const kinds = list(flags.data).map((kind) => dataKindSchema.parse(kind));
const buildLimitMs = z.coerce.number().positive().parse(flags['peer-minutes']) * MILLISECONDS_A_MINUTE;
const mostFacesOfPeers = z.coerce.number().int().min(0).parse(flags['peer-faces']);
const searchLimitMs = z.coerce.number().positive().parse(flags['search-seconds']) * MILLISECONDS_A_SECOND;

function enginesToRun(): readonly string[] {
  const engines = list(flags.engines).map((name) => engineNamed(name).name);
  if (hasHnswlib || !engines.includes('hnswlib')) return engines;
  console.warn(
    'hnswlib-node IS LEFT OUT: it is compiled by "npm ci --prefix bench/index/hnswlib" (C++ compiler).',
  );
  return engines.filter((name) => name !== 'hnswlib');
}

function probesFor(count: number): number {
  if (flags.probes !== undefined) return z.coerce.number().int().min(1).parse(flags.probes);
  return Math.max(FEWEST_PROBES, Math.min(DEFAULT_PROBES, Math.floor(MOST_COMPARISONS / count)));
}

/** What is to be measured, the smaller first. */
async function specifications(): Promise<readonly DataSpecification[]> {
  const needsPhotos = (kind: DataKind) => kind === 'real' || kind === 'clusters';
  const possible = kinds.filter((kind) => hasLabelledPhotos || !needsPhotos(kind));
  if (possible.length < kinds.length) {
    console.warn('THE LABELLED PHOTOS ARE NOT ON THIS MACHINE: real templates and clusters are left out.');
  }
  const photoPack = possible.some(needsPhotos) ? await keepPhotoTemplates(flags.pack) : '';
  const shared = { seed: SEED };
  return possible.flatMap((kind): readonly DataSpecification[] => {
    const packId = needsPhotos(kind) ? photoPack : '';
    if (kind === 'real') return [{ ...shared, kind, packId, count: 0, probes: probesFor(1) }];
    return sizes.map((count) => ({ ...shared, kind, packId, count, probes: probesFor(count) }));
  });
}

async function compete(specification: DataSpecification, engines: readonly string[]): Promise<Contest> {
  const data = openData(specification);
  const { faces } = data;
  console.warn(`${specification.kind}, ${faces.count.toLocaleString('en')} faces, ${faces.probes} probes`);
  const neighbours = await groundTruth(data);
  const bruteForce = recallOfBruteForce({ faces, neighbours, facesOfPeople: facesOfPeople(faces) });
  const trials: Contest['trials'][number][] = [];
  for (const engine of engines) {
    if (engine !== OURS && faces.count > mostFacesOfPeers) continue;
    console.warn(`  ${engine}`);
    const result = await startTrial(
      { engine, specification: data.specification, buildLimitMs, searchLimitMs },
      data,
    );
    if (result.givenUp !== undefined) console.warn(`    ${result.givenUp}`);
    trials.push({ engine: engineNamed(engine), result });
  }
  const { count, dimensions, probes, relevantAbove } = faces;
  const { kind, packId } = specification;
  return { kind, packId, count, dimensions, probes, relevantAbove, bruteForce, trials };
}

const engines = enginesToRun();
const bandwidth = {
  oneThread: await memoryBandwidth(1),
  allThreads: await memoryBandwidth(availableParallelism()),
};
const contests: Contest[] = [];
for (const specification of await specifications()) {
  contests.push(await compete(specification, engines));
  // After each, so that what was measured is not lost with what comes later.
  writeReport({ bandwidth, contests, command: `npm run bench:index -- ${process.argv.slice(2).join(' ')}` });
}
