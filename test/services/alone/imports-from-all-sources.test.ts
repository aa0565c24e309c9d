import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { dataPath, hasLabelledPhotos } from '../../../bench/vision/labelled-photos.ts';
import type { ImportKind } from '../../../src/core/import.ts';
import { AllowedNetworks } from '../../../src/outgoing/allowed-networks.ts';
import { GuardedAddresses } from '../../../src/outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../../../src/outgoing/guarded-http.ts';
import type { PhotoSource } from '../../../src/ports/photo-source.ts';
import type { Vision } from '../../../src/ports/vision.ts';
import { createServices, type Services } from '../../../src/services/services.ts';
import { openFolderSource } from '../../../src/sources/folder/open-folder-source.ts';
import { openFtpSource } from '../../../src/sources/ftp/open-ftp-source.ts';
import { openDriveSource } from '../../../src/sources/google-drive/open-drive-source.ts';
import { openManifestSource } from '../../../src/sources/manifest/open-manifest-source.ts';
import { openZipSource } from '../../../src/sources/zip/open-zip-source.ts';
import { openVision } from '../../../src/vision/open-vision.ts';
import { BUILT_IN_PACKS } from '../../../src/vision/packs/built-in-packs.ts';
import { PackShelf } from '../../../src/vision/packs/pack-shelf.ts';
import { buildModels } from '../../../src/vision/weights/build-models.ts';
import type { SourceFiles } from '../../contracts/photo-source-contract.ts';
import { readPages } from '../../contracts/read-pages.ts';
import { TestDriveServer } from '../../support/drive-server.ts';
import { placeOn as placeOnDrive, ROOT } from '../../support/drive-world.ts';
import { openEngine } from '../../support/engine.ts';
import { folderWith } from '../../support/folder-with.ts';
import { TestFtpServer } from '../../support/ftp-server.ts';
import { anyHost, placeOn as placeOnFtp } from '../../support/ftp-world.ts';
import { makeZip } from '../../support/make-zip.ts';
import { plainPicture, samplePhoto } from '../../support/sample-photos.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { MODELS_FOLDER, PHOTO_LIMITS } from '../../support/vision-models.ts';

/** How many labelled photos; all there are take a quarter of an hour. */
const PHOTOS = Number(process.env['LIKENESS_TEST_IMPORTED_PHOTOS'] ?? 60);
const WORKERS = 2;
const LONGEST_MS = 180_000 + PHOTOS * 500;

const SETTINGS = { visionQueueLimit: 10, visionTimeoutMs: 60_000, visionWorkers: WORKERS };
const FTP = { kind: 'ftp', host: 'ftp.example.org', username: 'me', password: '', folder: '/' } as const;

if (!hasLabelledPhotos)
  console.warn('THE LABELLED PHOTOS ARE NOT ON THIS MACHINE: sample photos are imported instead.');

async function labelledPhotos(): Promise<SourceFiles> {
  const names = (await readdir(dataPath('lfw'), { recursive: true })).filter((name) => name.endsWith('.jpg'));
  const chosen = names.sort().slice(0, PHOTOS);
  return Object.fromEntries(
    await Promise.all(chosen.map(async (name) => [name, await readFile(dataPath('lfw', name))] as const)),
  );
}

/** Photos in folders, and what is no photo, shows nobody, or is there twice. */
async function photosToImport(): Promise<SourceFiles> {
  const [first, second] = [await samplePhoto(2), await samplePhoto(5)];
  return {
    ...(hasLabelledPhotos ? await labelledPhotos() : {}),
    'sample/a.jpg': first,
    'sample/b.jpg': second,
    'sample/nobody.png': await plainPicture(),
    'zz/again.jpg': first,
    'zz/cut.jpg': second.subarray(0, 50_000),
    'zz/empty.jpg': new Uint8Array(0),
    'zz/text.jpg': Buffer.from('this is no photo'),
  };
}

async function fileWith(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, bytes);
  return path;
}

async function driveWith(files: SourceFiles): Promise<PhotoSource> {
  const server = await TestDriveServer.start();
  const folders = new Map<string, string>();
  for (const [path, content] of Object.entries(files)) {
    const [folder = '', name = ''] = path.split('/');
    const mimeType = 'application/vnd.google-apps.folder';
    const parentId = folders.get(folder) ?? server.add(ROOT, folder, { mimeType });
    folders.set(folder, parentId);
    server.add(parentId, name, { content });
  }
  return openDriveSource(placeOnDrive(server));
}

const SOURCES: Readonly<Record<ImportKind, (files: SourceFiles) => Promise<PhotoSource>>> = {
  folder: async (files) => openFolderSource(await folderWith(files)),
  zip: async (files) => {
    const entries = Object.entries(files).map(([name, content]) => ({ name, content }));
    return openZipSource(await fileWith('photos.zip', makeZip(entries).archive));
  },
  manifest: async (files) => {
    const lines = Object.keys(files).map((image) => JSON.stringify({ image, provenance: 'a test' }));
    const folder = await folderWith({ ...files, 'list.jsonl': Buffer.from(lines.join('\n')) });
    const outgoing = new GuardedHttp(new GuardedAddresses(new AllowedNetworks([])));
    onTestFinished(() => outgoing.close());
    return openManifestSource(join(folder, 'list.jsonl'), outgoing);
  },
  ftp: async (files) => {
    const server = await TestFtpServer.start(await folderWith(files));
    return openFtpSource(placeOnFtp(server), anyHost);
  },
  'google-drive': driveWith,
};

let vision: Vision;
let files: SourceFiles;
const outcomes = new Map<ImportKind, Awaited<ReturnType<typeof outcomeOf>>>();

beforeAll(async () => {
  await buildModels(MODELS_FOLDER);
  const shelf = new PackShelf(BUILT_IN_PACKS, [MODELS_FOLDER]);
  vision = openVision(shelf, { ...PHOTO_LIMITS, ...SETTINGS, modelFolders: [MODELS_FOLDER] });
  await vision.ready();
  files = await photosToImport();
});
afterAll(() => vision.close());

/** The report by names, and the faces of each photo to the last bit of their places. */
async function outcomeOf(services: Services, importId: string) {
  const report = await readPages((page) => services.listImportFiles({ importId, page }), 500);
  const faces = await readPages((page) => services.listFaces({ galleryName: 'all', page }), 500);
  const photos = await readPages((page) => services.listPhotos({ galleryName: 'all', page }), 500);
  const nameOf = new Map(photos.map(({ id, source }) => [id, source.fileName ?? '']));
  const places = faces.map((face) => {
    if (face.photoId === undefined) throw new Error('a face of a photo is without its photo');
    const { box, landmarks, quality, photoId } = face;
    return JSON.stringify([nameOf.get(photoId), box, landmarks, quality]);
  });
  return {
    report: report.map(({ name, fate }) => JSON.stringify([name, fate])).sort(),
    faces: places.sort(),
    counts: (await services.getImport(importId)).import.counts,
  };
}

async function importFrom(source: PhotoSource) {
  const { ports } = await openEngine({ rules: { maxPhotoBytes: PHOTO_LIMITS.maxPhotoBytes } });
  const importSources = {
    prepare: async () => ({ source: {}, credentials: undefined, description: 'a test' }),
    open: async () => source,
  };
  const clock = { nowMs: () => Date.now() };
  const services = createServices({ ...ports, vision, importSources, clock });
  await services.createGallery({ name: 'all' });
  const { id } = await services.beginImport({
    galleryName: 'all',
    source: FTP,
    provenance: 'a test',
    faces: 'all',
    metadata: {},
    keyId: 'key',
  });
  const { signal } = new AbortController();
  await services.workOnImport({ owner: 'worker', concurrency: WORKERS + 2, signal });
  return outcomeOf(services, id);
}

describe('the same photos from every source', () => {
  it.each(['folder', 'zip', 'manifest', 'ftp', 'google-drive'] as const)(
    'are imported whole from the source %s',
    async (kind) => {
      const outcome = await importFrom(await SOURCES[kind](files));
      outcomes.set(kind, outcome);
      const total = Object.keys(files).length;
      const { stored, alreadyStored, failed, faces } = outcome.counts;
      expect(outcome.counts.total).toBe(total);
      expect(stored + alreadyStored + failed).toBe(total);
      expect(alreadyStored).toBe(1);
      expect(failed).toBeGreaterThanOrEqual(4);
      expect(outcome.faces).toHaveLength(faces);
    },
    LONGEST_MS,
  );

  it('give the same faces and the same report', () => {
    const [folder, ...others] = [...outcomes.values()];
    expect(others).toHaveLength(4);
    for (const other of others) expect(other).toEqual(folder);
  });
});
