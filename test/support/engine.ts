import { onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { ExactFaceIndex } from '../../src/index/exact/exact-face-index.ts';
import { AllowedNetworks } from '../../src/outgoing/allowed-networks.ts';
import { GuardedAddresses } from '../../src/outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../../src/outgoing/guarded-http.ts';
import { NO_MAILER } from '../../src/outgoing/smtp-mailer.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import { HttpRemoteGalleries } from '../../src/remote/http-remote-galleries.ts';
import { SealedWithKey } from '../../src/secrets/sealed-with-key.ts';
import { BlobKeeper } from '../../src/services/blob-keeper.ts';
import { IndexFollower } from '../../src/services/index-follower.ts';
import type { ServicePorts, ServiceRules } from '../../src/services/ports.ts';
import { SearchBell } from '../../src/services/searches/search-bell.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { MemoryBlobStore } from './memory-blob-store.ts';
import { MemorySources } from './memory-sources.ts';
import { ScriptedVision } from './scripted-vision.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestEngine {
  readonly services: Services;
  readonly ports: ServicePorts;
  readonly blobs: MemoryBlobStore;
  readonly vision: ScriptedVision;
  /** Tests set it. */
  readonly clock: { nowMs(): number; atMs: number };
  readonly sources: MemorySources;
}

const RULES: ServiceRules = {
  scoring: 'search',
  keepOriginals: false,
  maxPhotoBytes: 1_000_000,
  searchKeepMs: 24 * 60 * 60 * 1000,
  searchQueueLimit: 1000,
  demoFaces: 100_000,
  importLimit: 10,
  callbackSecret: 'what callbacks are signed with',
};

/** The use cases on a real catalog and index, with scripted vision and a clock that stands still. */
export async function openEngine(
  options: {
    readonly folder?: string;
    readonly rules?: Partial<ServiceRules>;
    readonly catalog?: Catalog;
    readonly isAlone?: boolean;
    readonly externalTimeoutMs?: number;
    readonly mailer?: Mailer;
    readonly sources?: MemorySources;
  } = {},
): Promise<TestEngine> {
  const catalog =
    options.catalog ?? (await openSqliteCatalog({ folder: options.folder ?? (await temporaryFolder()) }));
  if (!options.catalog) onTestFinished(() => catalog.close());
  const blobs = new MemoryBlobStore();
  const vision = new ScriptedVision();
  const index = new ExactFaceIndex();
  const tenancy = { isAlone: async () => options.isAlone ?? true, leave: async () => undefined };
  const clock = { atMs: Date.UTC(2026, 0, 1), nowMs: () => clock.atMs };
  const sources = options.sources ?? new MemorySources();
  const outgoing = new GuardedHttp(new GuardedAddresses(new AllowedNetworks(['127.0.0.1'])));
  onTestFinished(() => outgoing.close());
  const ports: ServicePorts = {
    vision,
    catalog,
    remoteGalleries: new HttpRemoteGalleries({ timeoutMs: options.externalTimeoutMs ?? 10_000 }),
    blobs,
    keeper: new BlobKeeper({ blobs, catalog, clock, tenancy }),
    tenancy,
    index,
    follower: new IndexFollower(catalog.changes, index),
    clock,
    bell: new SearchBell(),
    importSources: sources,
    secretBox: new SealedWithKey(new Uint8Array(32)),
    outgoing,
    mailer: options.mailer ?? NO_MAILER,
    rules: { ...RULES, ...options.rules },
  };
  return { services: createServices(ports), ports, blobs, vision, clock, sources };
}
