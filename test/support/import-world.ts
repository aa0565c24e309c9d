import type { BeginImportCommand } from '../../src/services/imports/imports.ts';
import { readPages } from '../contracts/read-pages.ts';
import { openEngine, type TestEngine } from './engine.ts';
import { MemorySources } from './memory-sources.ts';
import { scriptedPhoto } from './scripted-vision.ts';

/** A source that imports of tests are of unless told otherwise. */
export const FTP = {
  kind: 'ftp',
  host: 'ftp.example.org',
  username: 'me',
  password: 'secret',
  folder: 'photos',
} as const;

/** The lease of a worker that is not heard of any more has run out after that. */
export const LEASE_RUNS_OUT_MS = 20_000;

/** An import into the gallery `press`, of a server unless told otherwise. */
export function importCommand(changes: Partial<BeginImportCommand> = {}): BeginImportCommand {
  return {
    galleryName: 'press',
    source: FTP,
    provenance: 'Our own archive.',
    faces: 'all',
    metadata: { batch: 7 },
    keyId: 'key-1',
    ...changes,
  };
}

/** An engine with the gallery `press` whose sources are made up. */
export async function openImportEngine(sources = new MemorySources()): Promise<TestEngine> {
  const engine = await openEngine({ sources });
  await engine.services.createGallery({ name: 'press' });
  return engine;
}

/** Puts photos into its sources, each of another person. */
export function fillSources({ sources }: TestEngine, count: number): void {
  for (let number = 0; number < count; number += 1) {
    sources.files.set(`${number}.jpg`, { bytes: scriptedPhoto([`person ${number}`]), version: 'v1' });
  }
}

/** Works on the oldest import that nobody works on. */
export function workOnAny(
  { services }: TestEngine,
  owner = 'one',
  signal = new AbortController().signal,
): Promise<boolean> {
  return services.workOnImport({ owner, concurrency: 2, signal });
}

/** What became of each file. */
export function filesOfImport({ services }: TestEngine, importId: string) {
  return readPages((page) => services.listImportFiles({ importId, page }), 100);
}
