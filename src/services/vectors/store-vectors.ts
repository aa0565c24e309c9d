import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VectorFace } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import { foreignPackId } from '../../core/foreign-pack.ts';
import type { Gallery } from '../../core/gallery.ts';
import { type Metadata, requireStorableMetadata } from '../../core/metadata.ts';
import { parseVector, requireDimensions, type VectorText } from '../../core/vector.ts';
import type { NewVector } from '../../ports/catalog.ts';
import type { ServicePorts } from '../ports.ts';
import { requireVectorGallery, type VectorGallery } from './vector-gallery.ts';

/** As often is a gallery looked at anew that others bind to something else at the same moment. */
const MOST_TRIES = 5;

/** So many are read in a few milliseconds when they are as long as may be. */
const VECTORS_PER_TURN = 10;

/** A raw vector that is to be stored; its name says which one it is in faults. */
export interface StorableVector extends VectorText {
  /** UUID. What the gallery has under it is replaced; by default a new one. */
  readonly id?: string | undefined;
  readonly metadata: Metadata;
}

export interface StoreVectorsCommand {
  readonly galleryName: string;
  /** 1 to 100. */
  readonly vectors: readonly StorableVector[];
}

export interface StoredVectors {
  readonly gallery: Gallery;
  /** In the order given. */
  readonly faces: readonly VectorFace[];
}

type StorePorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'keeper' | 'vision'>;

interface ParsedVector extends NewVector {
  readonly name: string;
}

async function parseAll(vectors: readonly StorableVector[]): Promise<readonly ParsedVector[]> {
  const parsed: ParsedVector[] = [];
  for (const { name, text, id = randomUUID(), metadata } of vectors) {
    requireStorableMetadata(metadata, name);
    parsed.push({ id, name, metadata, template: parseVector({ name, text }) });
    if (parsed.length % VECTORS_PER_TURN === 0) await nextTurn();
  }
  return parsed;
}

/** An empty gallery takes the dimensions of its first vector: the default pack, if they are its, or no pack of ours. */
async function fittingGallery(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  name: string,
  dimensions: number,
): Promise<VectorGallery> {
  const known = await requireVectorGallery(ports, name);
  if (known.dimensions === dimensions || known.gallery.faceCount > 0) return known;
  const { pack } = ports.vision;
  const packId = pack.templateDimensions === dimensions ? pack.id : foreignPackId(dimensions);
  await ports.catalog.galleries.bindToPack(known.gallery.id, { packId, completeUpTo: 0 });
  return requireVectorGallery(ports, name);
}

async function store(
  ports: StorePorts,
  galleryName: string,
  parsed: readonly ParsedVector[],
): Promise<StoredVectors> {
  const dimensions = parsed[0]?.template.length ?? 0;
  const { gallery, dimensions: expected } = await fittingGallery(ports, galleryName, dimensions);
  for (const { name, template } of parsed) requireDimensions(template, expected, name);
  const { faces, orphans } = await ports.catalog.faces.putVectors({
    galleryId: gallery.id,
    packId: gallery.packId,
    vectors: parsed.map(({ id, metadata, template }) => ({ id, metadata, template })),
    createdAtMs: ports.clock.nowMs(),
  });
  await ports.keeper.discard(orphans);
  return { gallery, faces };
}

function isPackChange(error: unknown): boolean {
  return error instanceof Fault && error.code === 'gallery_pack_changed';
}

/**
 * Stores raw vectors as faces without photos, scaled to unit length: all, or none of them. When it resolves they survive
 * a crash and are found by searches. A gallery of a pack takes vectors of the pack's dimensions, whoever made them; what
 * the gallery asks of quality does not concern them, since a vector has none.
 *
 * @throws Fault `gallery_not_found`, `pack_not_installed`, `vector_invalid`, `vector_dimensions_differ`,
 * `vector_id_taken`, `metadata_too_large`, `gallery_pack_changed`
 */
export async function storeVectors(ports: StorePorts, command: StoreVectorsCommand): Promise<StoredVectors> {
  const parsed = await parseAll(command.vectors);
  for (let tries = 1; ; tries += 1) {
    try {
      const stored = await store(ports, command.galleryName, parsed);
      await ports.follower.catchUp();
      return stored;
    } catch (error) {
      if (!isPackChange(error) || tries === MOST_TRIES) throw error;
    }
  }
}
