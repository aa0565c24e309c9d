import { randomBytes } from 'node:crypto';
import { Fault } from '../../core/fault.ts';
import { foreignDimensionsOf } from '../../core/foreign-pack.ts';
import type { Pack } from '../../core/pack.ts';
import { SEARCH_PROBES_LIMIT } from '../../core/search.ts';
import { requirePayable } from '../billing.ts';
import { requireGallery, requireGalleryAndPack } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';
import { sha256Of } from '../sha256.ts';
import { type KnownSearch, knownSearchOf } from './known-search.ts';
import { requireSearch, type SearchOfKey, searchNotFound } from './require-search.ts';
import { type ProbePhoto, type ReadProbePhoto, readProbePhoto, withStoredPictures } from './search-probe.ts';
import { startSearch } from './start-search.ts';

type CreatePorts = Pick<ServicePorts, 'bell' | 'catalog' | 'clock' | 'keeper' | 'rules' | 'vision'>;

export interface CreateSearchCommand {
  /** Whose search it is. */
  readonly keyId: string;
  /** One or more; those that are bound to the pack of the first that has one are searched. */
  readonly galleryNames: readonly string[];
  /** At most three; more can be added until it is started. */
  readonly photos: readonly ProbePhoto[];
  /** Whether only the first faces are searched. */
  readonly demo: boolean;
  /** Whether to put it into the queue at once. */
  readonly start: boolean;
}

const ID_BYTES = 12;

function requireFewProbes(count: number): void {
  if (count <= SEARCH_PROBES_LIMIT) return;
  throw new Fault('search_probes_full', { details: { limitProbes: SEARCH_PROBES_LIMIT } });
}

/** The pack of the first gallery that has one; all of them must be there. */
async function packOfGalleries(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  names: readonly string[],
): Promise<Pack> {
  const galleries = await Promise.all(names.map((name) => requireGallery(ports, name)));
  const withPack = galleries.find(({ packId }) => foreignDimensionsOf(packId) === undefined);
  const first = withPack ?? galleries[0];
  if (first === undefined) throw new RangeError('a search needs a gallery');
  return (await requireGalleryAndPack(ports, first.name)).pack;
}

async function requireRoom({ catalog, rules }: Pick<ServicePorts, 'catalog' | 'rules'>): Promise<void> {
  const { searchQueueLimit } = rules;
  if ((await catalog.searches.queueLength()) < searchQueueLimit) return;
  throw new Fault('search_queue_full', { details: { limitSearches: searchQueueLimit } });
}

/** Refuses early, before any photo is read, what could not be started. */
async function requireStart(ports: CreatePorts, { keyId, demo }: CreateSearchCommand): Promise<void> {
  await requireRoom(ports);
  if (!demo) await requirePayable(ports, keyId);
}

/** Starts a search that was just made; one that cannot be started is not kept. */
async function startOrForget(ports: CreatePorts, search: SearchOfKey): Promise<KnownSearch> {
  try {
    return await startSearch(ports, search);
  } catch (error) {
    await ports.keeper.discard((await ports.catalog.searches.delete(search.searchId)) ?? []);
    throw error;
  }
}

/**
 * Makes a search: reads the faces of its photos and keeps them with it. When it resolves the search survives a crash.
 *
 * @throws Fault `gallery_not_found`, `gallery_of_vectors`, `pack_not_installed`, `no_face`, `search_probes_full`,
 * `source_too_long` and those of `Vision.analyze`; when it is started those of `startSearch`
 */
export async function createSearch(ports: CreatePorts, command: CreateSearchCommand): Promise<KnownSearch> {
  const { keyId, galleryNames, demo, photos } = command;
  requireFewProbes(photos.length);
  if (command.start) await requireStart(ports, command);
  const pack = await packOfGalleries(ports, galleryNames);
  const read = await Promise.all(photos.map((photo) => readProbePhoto(ports, photo, pack)));
  const searchId = randomBytes(ID_BYTES).toString('base64url');
  const createdAtMs = ports.clock.nowMs();
  const expiresAtMs = createdAtMs + ports.rules.searchKeepMs;
  await withStoredPictures(ports, read, (probes) =>
    ports.catalog.searches.create({
      id: searchId,
      keyId,
      galleryNames,
      packId: pack.id,
      demo,
      createdAtMs,
      expiresAtMs,
      probes,
    }),
  );
  if (command.start) return startOrForget(ports, { searchId, keyId });
  return knownSearchOf(ports, await requireSearch(ports, { searchId, keyId }));
}

/** Removes the pictures of photos that were not taken after all. */
function discardPictures(ports: CreatePorts, photos: readonly ReadProbePhoto[]): Promise<void> {
  return ports.keeper.discard(
    photos.flatMap(({ bytes, thumbnail }) => [sha256Of(bytes), sha256Of(thumbnail)]),
  );
}

/**
 * Adds photos to a search that is not yet started: all of them, or none.
 *
 * @throws Fault `search_not_found`, `search_expired`, `search_started`, `search_probes_full`, `no_face`,
 * `pack_not_installed`, `source_too_long` and those of `Vision.analyze`
 */
export async function addProbes(
  ports: CreatePorts,
  command: SearchOfKey & { readonly photos: readonly ProbePhoto[] },
): Promise<KnownSearch> {
  const { searchId, photos } = command;
  const search = await requireSearch(ports, command);
  const details = { search: searchId };
  if (search.state === 'expired') throw new Fault('search_expired', { details });
  if (search.state !== 'created') throw new Fault('search_started', { details });
  requireFewProbes(search.probes.length + photos.length);
  const pack = await ports.vision.requirePack(search.packId);
  const read = await Promise.all(photos.map((photo) => readProbePhoto(ports, photo, pack)));
  const outcome = await withStoredPictures(ports, read, (probes) =>
    ports.catalog.searches.addProbes(searchId, probes),
  );
  if (outcome !== 'added') await discardPictures(ports, read);
  if (outcome === 'full') requireFewProbes(SEARCH_PROBES_LIMIT + 1);
  if (outcome === 'started') throw new Fault('search_started', { details });
  if (outcome === 'unknown') throw searchNotFound(searchId);
  return knownSearchOf(ports, await requireSearch(ports, command));
}
