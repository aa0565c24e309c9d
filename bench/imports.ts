/**
 * How fast an import is beside vision alone, on the same photos by turns: `npx tsx bench/imports.ts [rounds]` (after
 * `npm run build`) writes `bench/IMPORTS.md`. It needs the labelled photos.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { closeParts, openParts } from '../src/composition/open-parts.ts';
import { settingsSchema } from '../src/config/settings.ts';
import type { Vision } from '../src/ports/vision.ts';
import { createServices, type Services } from '../src/services/services.ts';
import { openVision } from '../src/vision/open-vision.ts';
import { BUILT_IN_PACKS } from '../src/vision/packs/built-in-packs.ts';
import { PackShelf } from '../src/vision/packs/pack-shelf.ts';
import { describeMachine } from './speed/machine.ts';
import { dataPath, hasLabelledPhotos } from './vision/labelled-photos.ts';

const MODELS_FOLDER = fileURLToPath(new URL('../dist/models', import.meta.url));
const MILLISECONDS_A_SECOND = 1000;
/** As a server has it: see `runImports`. */
const WAITING_PHOTOS = 2;
/** Until then much is still being compiled. */
const WARM_PHOTOS = 300;

const rounds = Number(process.argv[2] ?? '9');

interface Case {
  readonly title: string;
  readonly visionWorkers: number;
  readonly photos: number;
  /** Of a side, in pixels; undefined as they are. */
  readonly enlargedTo?: { readonly width: number; readonly height: number };
}

const CORES = availableParallelism();

const CASES: readonly Case[] = [
  { title: 'photos of 250 by 250 pixels, a vision thread on each core', visionWorkers: CORES, photos: 300 },
  {
    title: 'photos of 250 by 250 pixels, one core left to the rest',
    visionWorkers: Math.max(1, CORES - 1),
    photos: 200,
  },
  {
    title: 'photos of 4000 by 3000 pixels (enlarged), a vision thread on each core',
    visionWorkers: CORES,
    photos: 80,
    enlargedTo: { width: 4000, height: 3000 },
  },
];

interface Round {
  readonly visionPerSecond: number;
  readonly importPerSecond: number;
}

/** Labelled photos from the one of this number on, copied or enlarged, and their paths. */
async function makeInbox(
  folder: string,
  first: number,
  { photos, enlargedTo }: Pick<Case, 'photos' | 'enlargedTo'>,
): Promise<readonly string[]> {
  const names = (await readdir(dataPath('lfw'), { recursive: true })).filter((name) => name.endsWith('.jpg'));
  const chosen = names.sort().slice(first, first + photos);
  if (chosen.length < photos) throw new Error('there are not so many labelled photos');
  for (const name of chosen) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    const photo = sharp(dataPath('lfw', name));
    if (enlargedTo === undefined) await copyFile(dataPath('lfw', name), join(folder, name));
    else
      await photo
        .resize({ ...enlargedTo, fit: 'contain' })
        .jpeg({ quality: 88 })
        .toFile(join(folder, name));
  }
  return chosen.map((name) => join(folder, name));
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (MILLISECONDS_A_SECOND * count) / (performance.now() - startedAtMs);
}

/** Reads and analyses every photo as an import does, and forgets what was found. */
async function visionAlone(vision: Vision, paths: readonly string[], concurrency: number): Promise<void> {
  const left = paths.values();
  const work = async () => {
    for (const path of left) await vision.analyze(await readFile(path), { crops: true });
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function importFolder(
  services: Services,
  { path, gallery, concurrency }: { path: string; gallery: string; concurrency: number },
): Promise<void> {
  await services.createGallery({ name: gallery });
  const { id } = await services.beginImport({
    galleryName: gallery,
    source: { kind: 'folder', path },
    isOperator: true,
    provenance: 'labelled photos',
    faces: 'all',
    metadata: {},
    keyId: 'bench',
  });
  const { signal } = new AbortController();
  await services.workOnImport({ owner: 'bench', concurrency, signal, wanted: { importId: id } });
  const { state } = (await services.getImport(id)).import;
  if (state !== 'done') throw new Error(`the import is ${state}`);
}

interface Bench {
  readonly folder: string;
  readonly vision: Vision;
  readonly services: Services;
  readonly concurrency: number;
}

/** Both in turn, every other time the import first: other work on the machine comes and goes. */
async function measureRound(
  { folder, vision, services, concurrency }: Bench,
  of: Case,
  round: number,
): Promise<Round> {
  const path = join(folder, `inbox ${round}`);
  const paths = await makeInbox(path, WARM_PHOTOS + round * of.photos, of);
  const alone = () => perSecond(of.photos, () => visionAlone(vision, paths, concurrency));
  const imported = () =>
    perSecond(of.photos, () => importFolder(services, { path, gallery: `round ${round}`, concurrency }));
  const isImportFirst = round % 2 === 1;
  const before = isImportFirst ? await imported() : undefined;
  const visionPerSecond = await alone();
  return { visionPerSecond, importPerSecond: before ?? (await imported()) };
}

async function measure(folder: string, of: Case): Promise<readonly Round[]> {
  const { visionWorkers } = of;
  const settings = settingsSchema.parse({ data: join(folder, 'data'), visionWorkers });
  const modelFolders = [MODELS_FOLDER];
  const vision = openVision(new PackShelf(BUILT_IN_PACKS, modelFolders), { ...settings, modelFolders });
  await vision.ready();
  const parts = await openParts(settings, vision, { onUpgrade: () => undefined, onIndex: () => undefined });
  const services = createServices(parts);
  const concurrency = visionWorkers + WAITING_PHOTOS;
  const path = join(folder, 'warm');
  await makeInbox(path, 0, { photos: WARM_PHOTOS });
  await importFolder(services, { path, gallery: 'warm', concurrency });
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const figures = await measureRound({ folder, vision, services, concurrency }, of, round);
    measured.push(figures);
    console.log(lineOf(figures));
  }
  await closeParts(parts);
  return measured;
}

function ratioOf({ visionPerSecond, importPerSecond }: Round): number {
  return visionPerSecond / importPerSecond;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return middle.reduce<number>((sum, value) => sum + (value ?? Number.NaN) / middle.length, 0);
}

function lineOf(round: Round): string {
  const { visionPerSecond, importPerSecond } = round;
  return `| ${visionPerSecond.toFixed(1)} | ${importPerSecond.toFixed(1)} | ${ratioOf(round).toFixed(3)} |`;
}

async function reportOf(of: Case): Promise<readonly string[]> {
  console.log(of.title);
  const folder = await mkdtemp(join(tmpdir(), 'likeness-imports-'));
  const measured = await measure(folder, of);
  await rm(folder, { recursive: true });
  const median = medianOf(measured.map(ratioOf)).toFixed(3);
  console.log(`median ${median}`);
  return [
    `## ${of.title}`,
    '',
    `An import takes **${median} times** as long as vision alone (median of ${rounds} rounds of ${of.photos} photos).`,
    '',
    '| vision alone, photos/s | import, photos/s | ratio |',
    '|---|---|---|',
    ...measured.map(lineOf),
    '',
  ];
}

if (!hasLabelledPhotos) throw new Error('the labelled photos are not on this machine');
const cases: string[] = [];
for (const of of CASES) cases.push(...(await reportOf(of)));
const report = [
  '# Speed of imports',
  '',
  'Written by `npx tsx bench/imports.ts`. The same photos by turns: read and analysed, with the pictures of their faces, and',
  'forgotten; and imported from a folder, on disk when it ends. Times are worth only as ratios of one run on one machine.',
  '',
  ...describeMachine(),
  `- command: \`npx tsx bench/imports.ts ${rounds}\``,
  '',
  ...cases,
];
await writeFile(fileURLToPath(new URL('IMPORTS.md', import.meta.url)), report.join('\n'));
