/**
 * How fast an import is beside vision alone, on the same photos in one run: `npx tsx bench/imports.ts [photos] [rounds]`
 * (after `npm run build`) writes `bench/IMPORTS.md`. It needs the labelled photos.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
const WARM_PHOTOS = 50;

const [photos = '600', rounds = '3'] = process.argv.slice(2);

interface Round {
  readonly visionPerSecond: number;
  readonly importPerSecond: number;
}

/** Links to the photos: reading them is part of what is measured. */
async function makeInbox(folder: string, count: number): Promise<readonly string[]> {
  const names = (await readdir(dataPath('lfw'), { recursive: true })).filter((name) => name.endsWith('.jpg'));
  const chosen = names.sort().slice(0, count);
  for (const name of chosen) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await symlink(dataPath('lfw', name), join(folder, name));
  }
  return chosen;
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

async function measure(folder: string): Promise<readonly Round[]> {
  const inbox = join(folder, 'inbox');
  const names = await makeInbox(inbox, Number(photos));
  const paths = names.map((name) => join(inbox, name));
  const settings = settingsSchema.parse({ data: join(folder, 'data') });
  const modelFolders = [MODELS_FOLDER];
  const vision = openVision(new PackShelf(BUILT_IN_PACKS, modelFolders), { ...settings, modelFolders });
  await vision.ready();
  const parts = await openParts(settings, vision, { onUpgrade: () => undefined, onIndex: () => undefined });
  const services = createServices(parts);
  const concurrency = vision.load().workers + WAITING_PHOTOS;
  // Starts the threads of the index, too.
  const warm = join(folder, 'warm');
  await makeInbox(warm, WARM_PHOTOS);
  await importFolder(services, { path: warm, gallery: 'warm', concurrency });
  const measured: Round[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    const visionPerSecond = await perSecond(names.length, () => visionAlone(vision, paths, concurrency));
    const gallery = `round ${round}`;
    const importPerSecond = await perSecond(names.length, () =>
      importFolder(services, { path: inbox, gallery, concurrency }),
    );
    measured.push({ visionPerSecond, importPerSecond });
    console.log(lineOf({ visionPerSecond, importPerSecond }));
  }
  await closeParts(parts);
  return measured;
}

function lineOf({ visionPerSecond, importPerSecond }: Round): string {
  const ratio = (visionPerSecond / importPerSecond).toFixed(3);
  return `| ${visionPerSecond.toFixed(1)} | ${importPerSecond.toFixed(1)} | ${ratio} |`;
}

if (!hasLabelledPhotos) throw new Error('the labelled photos are not on this machine');
const folder = await mkdtemp(join(tmpdir(), 'likeness-imports-'));
const measured = await measure(folder);
await rm(folder, { recursive: true });
const report = [
  '# Speed of imports',
  '',
  'Written by `npx tsx bench/imports.ts`. The same photos by turns: read and analysed, with the pictures of their faces, and forgotten;',
  'and imported from a folder, on disk when it ends. Times are worth only as ratios of one run on one machine.',
  '',
  ...describeMachine(),
  `- command: \`npx tsx bench/imports.ts ${photos} ${rounds}\`; ${photos} photos of 250 by 250 pixels`,
  '',
  '| vision alone, photos/s | import, photos/s | ratio |',
  '|---|---|---|',
  ...measured.map(lineOf),
  '',
];
await writeFile(fileURLToPath(new URL('IMPORTS.md', import.meta.url)), report.join('\n'));
