import { randomUUID } from 'node:crypto';
import type { Face } from '../core/face.ts';
import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { relativeDistanceOf } from '../core/match.ts';
import { type SegmentDistances, segmentDistancesOf } from '../core/segment-distances.ts';
import { similarityOf } from '../core/similarity.ts';
import { templateSpaceOf } from '../core/template-space.ts';
import { billSearch, requirePayable } from './billing.ts';
import { type GalleryAndPack, requireGallery, requireGalleryAndPack } from './galleries.ts';
import { homeGalleryNameOf } from './home-gallery.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

type IdentifyPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'index' | 'rules' | 'vision'>;

export interface IdentifyFaceCommand {
  /** Pays when something was compared; its gallery is searched (see `homeGalleryNameOf`). */
  readonly key: Key;
  readonly photo: Uint8Array;
  /** Ids of the faces to choose from, at most `NAMED_FACES_LIMIT`; by default all of the gallery. */
  readonly faceIds?: readonly string[] | undefined;
  /** Gives the search up: it is not paid for. */
  readonly signal?: AbortSignal | undefined;
}

export interface IdentifiedFace {
  readonly face: Face;
  /** See `relativeDistanceOf`: at most 1 for a match. */
  readonly relativeDistance: number;
  readonly isMatch: boolean;
  /** How far the two lie apart for each recogniser of the pack. */
  readonly distances: SegmentDistances;
}

export interface Identification {
  readonly probe: Probe;
  /** The nearest face; undefined when there was none to compare with. */
  readonly best: IdentifiedFace | undefined;
  readonly searchedFaces: number;
  /** Of the ids that were given, those of no face of the gallery. */
  readonly unknownFaceIds: readonly string[];
}

/** Among which faces the nearest is to be found. */
interface Choice {
  readonly numbers: readonly number[];
  readonly searchedFaces: number;
  readonly unknownFaceIds: readonly string[];
}

/** The nearest of all faces, by the index. */
async function chooseAmongAll(
  { follower, index }: IdentifyPorts,
  { gallery, pack }: GalleryAndPack,
  { probe, signal }: { readonly probe: Float32Array; readonly signal: AbortSignal | undefined },
): Promise<Choice> {
  await follower.catchUp();
  const space = templateSpaceOf(gallery.id, pack.id);
  const searchedFaces = index.size(space);
  const nearest = await index.search([space], probe, { limit: 1, signal });
  return { numbers: nearest.map(({ faceNumber }) => faceNumber), searchedFaces, unknownFaceIds: [] };
}

async function chooseAmongNamed(
  { catalog }: IdentifyPorts,
  { gallery }: GalleryAndPack,
  faceIds: readonly string[],
): Promise<Choice> {
  const numbers: number[] = [];
  const unknownFaceIds: string[] = [];
  for (const faceId of new Set(faceIds)) {
    const face = await catalog.faces.find(faceId);
    if (face?.galleryId === gallery.id) numbers.push(face.number);
    else unknownFaceIds.push(faceId);
  }
  return { numbers, searchedFaces: numbers.length, unknownFaceIds };
}

/** A large gallery asks for more similarity, unless the operator's scoring is that of pairs. */
async function nearestOf(
  { catalog, rules }: IdentifyPorts,
  { pack }: GalleryAndPack,
  probe: Float32Array,
  { numbers, searchedFaces }: Choice,
): Promise<IdentifiedFace | undefined> {
  const templates = await catalog.templates.find(pack.id, numbers);
  const [nearest] = [...templates]
    .map(([number, template]) => ({ number, template, similarity: similarityOf(probe, template) }))
    .sort((one, other) => other.similarity - one.similarity);
  if (nearest === undefined) return undefined;
  const [stored] = await catalog.faces.findByNumbers([nearest.number]);
  if (stored === undefined) return undefined;
  const counted = rules.scoring === 'pair' ? 1 : searchedFaces;
  const relativeDistance = relativeDistanceOf(pack.calibration, nearest.similarity, counted);
  const distances = segmentDistancesOf(pack, probe, nearest.template);
  return { face: stored.face, relativeDistance, isMatch: relativeDistance <= 1, distances };
}

/** Templates of two packs never compare; who asks again is answered with the new one. */
async function requireSamePack(ports: IdentifyPorts, { gallery, pack }: GalleryAndPack): Promise<void> {
  const now = await requireGallery(ports, gallery.name);
  if (now.packId !== pack.id) throw new Fault('gallery_pack_changed', { details: { gallery: gallery.name } });
}

/**
 * Which of the faces that a key has enrolled shows the person of the photo? It costs nothing when there was none to
 * compare with.
 *
 * @throws Fault `gallery_not_found` while nobody is enrolled, `no_face`, `credits_exhausted`, `quota_exhausted`,
 * `pack_not_installed`, `gallery_pack_changed` and those of `Vision.analyze`; the signal's reason
 */
export async function identifyFace(
  ports: IdentifyPorts,
  { key, photo, faceIds, signal }: IdentifyFaceCommand,
): Promise<Identification> {
  await requirePayable(ports, key.id);
  const bound = await requireGalleryAndPack(ports, homeGalleryNameOf(key));
  const probe = await readProbe(ports, photo, { pack: bound.pack });
  const { template } = probe.face;
  const choice = await (faceIds === undefined
    ? chooseAmongAll(ports, bound, { probe: template, signal })
    : chooseAmongNamed(ports, bound, faceIds));
  const best = await nearestOf(ports, bound, template, choice);
  await requireSamePack(ports, bound);
  const { searchedFaces, unknownFaceIds } = choice;
  if (searchedFaces > 0) await billSearch(ports, { key, searchId: randomUUID() });
  return { probe, best, searchedFaces, unknownFaceIds };
}
