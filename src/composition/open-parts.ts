import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openFolderBlobStore } from '../blobs/folder/folder-blob-store.ts';
import { joinFolderTenancy } from '../blobs/folder/folder-tenancy.ts';
import { openSqliteCatalog } from '../catalog/sqlite/open-sqlite-catalog.ts';
import type { Settings } from '../config/settings.ts';
import type { UpgradeWitness } from '../core/catalog-upgrade.ts';
import { SCOPES } from '../core/key.ts';
import { packIdOfSpace } from '../core/template-space.ts';
import type { SavingWitness } from '../index/quantised/kept-rows.ts';
import { QuantisedFaceIndex } from '../index/quantised/quantised-face-index.ts';
import type { SpaceFace } from '../index/quantised/rank-finalists.ts';
import { AllowedNetworks } from '../outgoing/allowed-networks.ts';
import { GuardedAddresses } from '../outgoing/guarded-addresses.ts';
import { GuardedHttp } from '../outgoing/guarded-http.ts';
import { NO_MAILER, SmtpMailer } from '../outgoing/smtp-mailer.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Vision } from '../ports/vision.ts';
import { HttpRemoteGalleries } from '../remote/http-remote-galleries.ts';
import { keyFromFile } from '../secrets/key-file.ts';
import { derivedKey, SealedWithKey } from '../secrets/sealed-with-key.ts';
import { BlobKeeper } from '../services/blob-keeper.ts';
import { IndexFollower } from '../services/index-follower.ts';
import { hashSecret } from '../services/keys.ts';
import type { ServicePorts, ServiceRules } from '../services/ports.ts';
import { SearchBell } from '../services/searches/search-bell.ts';
import { openVision } from '../vision/open-vision.ts';
import { BUILT_IN_PACKS } from '../vision/packs/built-in-packs.ts';
import { PackShelf } from '../vision/packs/pack-shelf.ts';
import { OpenedSources } from './opened-sources.ts';

/** Where the build puts the converted models: beside the compiled code. */
export const MODELS_FOLDER = fileURLToPath(new URL('../models/', import.meta.url));

const systemClock: Clock = { nowMs: () => Date.now() };

/** The blobs' folder inside the data folder. */
export function blobsFolderOf(settings: Pick<Settings, 'data'>): string {
  return join(settings.data, 'blobs');
}

/** Where the index is kept for the next start, inside the data folder. */
export function indexFolderOf(settings: Pick<Settings, 'data'>): string {
  return join(settings.data, 'index');
}

const HOUR_MS = 60 * 60 * 1000;

/** What FaceCheck gives to searches that cost nothing. */
const DEMO_FACES = 100_000;

function rulesOf(settings: Settings, callbackSecret: string): ServiceRules {
  const { scoring, keepOriginals, maxPhotoBytes, searchKeepHours, searchQueueLimit, apiKey, tieSeed } =
    settings;
  const searchKeepMs = searchKeepHours * HOUR_MS;
  const rules = {
    scoring,
    keepOriginals,
    maxPhotoBytes,
    searchKeepMs,
    searchQueueLimit,
    demoFaces: DEMO_FACES,
    importLimit: settings.importLimit,
    callbackSecret,
    ...(tieSeed !== undefined && { tieSeed }),
  };
  if (apiKey === undefined) return rules;
  const key = {
    id: 'settings',
    name: 'from the settings',
    scopes: SCOPES,
    createdAtMs: 0,
    costPerSearch: 0,
    requestsPerMinute: 0,
  };
  return { ...rules, settingsKey: { key, secretSha256: hashSecret(apiKey) } };
}

/** Where model files are looked for: what the operator has put somewhere, what was fetched, what was built. */
export function modelFoldersOf(
  { data, models }: Pick<Settings, 'data' | 'models'>,
  builtFolder = MODELS_FOLDER,
): readonly string[] {
  return [...(models === undefined ? [] : [models]), fetchedModelsFolderOf({ data }), builtFolder];
}

/** Where models are put that did not come with the installation. */
export function fetchedModelsFolderOf({ data }: Pick<Settings, 'data'>): string {
  return join(data, 'models');
}

/** The packs that are known and installed with these settings. */
export function packShelfOf(settings: Pick<Settings, 'data' | 'models'>): PackShelf {
  return new PackShelf(BUILT_IN_PACKS, modelFoldersOf(settings));
}

/** The vision threads with the settings of the operator. */
export function visionOf(settings: Settings): Vision {
  return openVision(packShelfOf(settings), { ...settings, modelFolders: modelFoldersOf(settings) });
}

/** The parts, of which the index also says what it takes and how well it finds. */
interface Parts extends ServicePorts {
  readonly index: QuantisedFaceIndex;
}

/** As many as the catalog gives at once. */
const TEMPLATES_PER_READ = 1000;

async function fullTemplates(
  catalog: Catalog,
  faces: readonly SpaceFace[],
): Promise<readonly (Float32Array | undefined)[]> {
  const packId = packIdOfSpace(faces[0]?.space ?? '');
  const numbers = faces.map(({ faceNumber }) => faceNumber);
  const found = new Map<number, Float32Array>();
  for (let from = 0; from < numbers.length; from += TEMPLATES_PER_READ) {
    const some = numbers.slice(from, from + TEMPLATES_PER_READ);
    for (const entry of await catalog.templates.find(packId, some)) found.set(...entry);
  }
  return numbers.map((number) => found.get(number));
}

function mailerOf({ smtpUrl, mailFrom }: Settings): Mailer {
  return smtpUrl === undefined ? NO_MAILER : new SmtpMailer({ url: smtpUrl, from: mailFrom });
}

function callbackSecretOf(key: Uint8Array): string {
  return Buffer.from(derivedKey(key, 'likeness callbacks')).toString('hex');
}

async function assemble(
  settings: Settings,
  vision: Vision,
  catalog: Catalog,
  onIndex: SavingWitness,
): Promise<Parts> {
  const blobs = await openFolderBlobStore({ folder: blobsFolderOf(settings) });
  const key = await keyFromFile(join(settings.data, 'key'));
  const addresses = new GuardedAddresses(new AllowedNetworks(settings.outgoingNetworks));
  const outgoing = new GuardedHttp(addresses);
  const tenancy = await joinFolderTenancy(join(settings.data, 'tenants'));
  const index = new QuantisedFaceIndex({
    templates: (faces) => fullTemplates(catalog, faces),
    scanThreads: settings.indexThreads,
    templateBytes: settings.indexTemplateBytes,
    searchLimit: settings.indexSearchLimit,
    auditPercent: settings.indexAuditPercent,
    folder: (await tenancy.isAlone()) ? indexFolderOf(settings) : undefined,
    witness: onIndex,
  });
  return {
    vision,
    catalog,
    remoteGalleries: new HttpRemoteGalleries({ timeoutMs: settings.externalTimeoutMs }),
    blobs,
    keeper: new BlobKeeper({ blobs, catalog, clock: systemClock, tenancy }),
    tenancy,
    index,
    follower: new IndexFollower(catalog.changes, index, {
      saved: index,
      tokens: catalog.indexTokens,
      clock: systemClock,
    }),
    clock: systemClock,
    bell: new SearchBell(),
    importSources: new OpenedSources({ importFolders: settings.importFolders, addresses, outgoing }),
    secretBox: new SealedWithKey(key),
    outgoing,
    mailer: mailerOf(settings),
    rules: rulesOf(settings, settings.callbackSecret ?? callbackSecretOf(key)),
  };
}

/** Who is told of what happens at opening, and of what happens to the index later. */
export interface OpeningWitnesses {
  readonly onUpgrade: UpgradeWitness;
  readonly onIndex: SavingWitness;
}

/**
 * Opens the data folder and puts the parts together. What it was given is closed when that fails.
 *
 * @throws OperatorError when the data folder cannot be used
 */
export async function openParts(
  settings: Settings,
  vision: Vision,
  { onUpgrade, onIndex }: OpeningWitnesses,
): Promise<Parts> {
  let catalog: Catalog | undefined;
  try {
    catalog = await openSqliteCatalog({ folder: settings.data, onUpgrade });
    return await assemble(settings, vision, catalog, onIndex);
  } catch (error) {
    await catalog?.close();
    await vision.close();
    throw error;
  }
}

/** Process managers give a server ten seconds to end. */
const LONGEST_SAVING_MS = 8000;

/** Closes what `openParts` has opened, and all threads. The index is saved, unless that takes too long. */
export async function closeParts(
  parts: Pick<ServicePorts, 'catalog' | 'follower' | 'index' | 'mailer' | 'outgoing' | 'tenancy' | 'vision'>,
): Promise<void> {
  parts.mailer.close();
  await parts.outgoing.close();
  await parts.vision.close();
  const tooLong = new AbortController();
  const timeout = sleep(LONGEST_SAVING_MS, undefined, { signal: tooLong.signal }).catch(() => undefined);
  await Promise.race([parts.follower.close(), timeout]).finally(() => tooLong.abort());
  await parts.index.close();
  await parts.catalog.close();
  await parts.tenancy.leave();
}
