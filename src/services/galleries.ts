import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { foreignDimensionsOf } from '../core/foreign-pack.ts';
import { type Gallery, parseGalleryName } from '../core/gallery.ts';
import type { Pack } from '../core/pack.ts';
import type { Page, PageRequest } from '../core/page.ts';
import { NO_QUALITY_RULES, type QualityRules } from '../core/quality-rules.ts';
import { purgeDeletedGalleries } from './housekeeping.ts';
import type { ServicePorts } from './ports.ts';

/** The gallery of this name. @throws Fault `gallery_not_found`, `gallery_external`, `gallery_name_invalid` */
export async function requireGallery(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  name: string,
): Promise<Gallery> {
  const stored = parseGalleryName(name);
  const gallery = await catalog.galleries.findByName(stored);
  if (gallery) return gallery;
  const isExternal = (await catalog.externalGalleries.findByName(stored)) !== undefined;
  throw new Fault(isExternal ? 'gallery_external' : 'gallery_not_found', { details: { gallery: name } });
}

/** A gallery and the pack that it is bound to. */
export interface GalleryAndPack {
  readonly gallery: Gallery;
  readonly pack: Pack;
}

/** An empty gallery of foreign vectors is as free for our pack as a new one. */
async function freeForPack(
  { catalog, vision }: Pick<ServicePorts, 'catalog' | 'vision'>,
  gallery: Gallery,
): Promise<Gallery> {
  if (gallery.faceCount > 0) return gallery;
  await catalog.galleries.bindToPack(gallery.id, { packId: vision.pack.id, completeUpTo: 0 });
  return requireGallery({ catalog }, gallery.name);
}

/**
 * The gallery of this name and the pack it is bound to. An empty one that was bound to foreign vectors is bound to the
 * default pack.
 *
 * @throws Fault those of both, `pack_not_installed`, `gallery_of_vectors`
 */
export async function requireGalleryAndPack(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  name: string,
): Promise<GalleryAndPack> {
  const found = await requireGallery(ports, name);
  const gallery = foreignDimensionsOf(found.packId) === undefined ? found : await freeForPack(ports, found);
  const dimensions = foreignDimensionsOf(gallery.packId);
  if (dimensions !== undefined) {
    throw new Fault('gallery_of_vectors', { details: { gallery: gallery.name, dimensions } });
  }
  return { gallery, pack: await ports.vision.requirePack(gallery.packId) };
}

export interface CreateGalleryCommand {
  readonly name: string;
  /** By default the default pack. */
  readonly pack?: string | undefined;
  /** Which faces it takes; by default every one. */
  readonly quality?: QualityRules | undefined;
}

/**
 * Creates an empty gallery, bound to the named pack or else to the default one.
 *
 * @throws Fault `gallery_exists`, `gallery_name_invalid`, `pack_not_installed`
 */
export async function createGallery(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'vision'>,
  command: CreateGalleryCommand,
): Promise<Gallery> {
  const name = parseGalleryName(command.name);
  const pack = command.pack === undefined ? ports.vision.pack : await ports.vision.requirePack(command.pack);
  return ports.catalog.galleries.create({
    id: randomUUID(),
    name,
    packId: pack.id,
    quality: command.quality ?? NO_QUALITY_RULES,
    createdAtMs: ports.clock.nowMs(),
  });
}

/** Changes which faces a gallery takes from now on. @throws Fault `gallery_not_found` */
export async function setGalleryQuality(
  ports: Pick<ServicePorts, 'catalog'>,
  command: { readonly name: string; readonly quality: QualityRules },
): Promise<Gallery> {
  const { id } = await requireGallery(ports, command.name);
  const gallery = await ports.catalog.galleries.setQuality(id, command.quality);
  if (gallery === undefined) throw new Fault('gallery_not_found', { details: { gallery: command.name } });
  return gallery;
}

/** One page of the galleries by name. */
export function listGalleries(
  ports: Pick<ServicePorts, 'catalog'>,
  page: PageRequest,
): Promise<Page<Gallery>> {
  return ports.catalog.galleries.list(page);
}

const CLEARING_PATIENCE_MS = 5000;

/**
 * Deletes a gallery with everything in it. When it resolves nothing of it can be read or found, and unless it
 * is very large, or another process works on the same data, nothing of it is left on disk. What takes longer
 * than five seconds goes on afterwards; what a crash interrupts is cleared away at the next start.
 *
 * @throws Fault `gallery_not_found`
 */
export async function deleteGallery(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'keeper'>,
  name: string,
): Promise<void> {
  const gallery = await requireGallery(ports, name);
  const deleted = await ports.catalog.galleries.delete(gallery.id);
  if (!deleted) throw new Fault('gallery_not_found', { details: { gallery: name } });
  await ports.follower.catchUp();
  const patience = new AbortController();
  const outOfPatience = sleep(CLEARING_PATIENCE_MS, undefined, { signal: patience.signal, ref: false });
  // Housekeeping takes up what fails here.
  const cleared = purgeDeletedGalleries(ports).catch(() => undefined);
  await Promise.race([cleared, outOfPatience.catch(() => undefined)]);
  patience.abort();
}
