import { randomUUID } from 'node:crypto';
import type { Key } from '../core/key.ts';
import type { Metadata } from '../core/metadata.ts';
import type { Pack } from '../core/pack.ts';
import { scoreOf } from '../core/score.ts';
import { segmentDistancesOf } from '../core/segment-distances.ts';
import { templateSpaceOf } from '../core/template-space.ts';
import type { Neighbour } from '../ports/face-index.ts';
import { billSearch, requirePayable } from './billing.ts';
import { type GalleryAndPack, requireGallery, requireGalleryAndPack } from './galleries.ts';
import type { LivenessMode } from './liveness.ts';
import type { Match } from './match.ts';
import { numbersWithMetadata } from './numbers-with-metadata.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

export interface SearchByPhotoCommand {
  readonly galleryName: string;
  readonly photo: Uint8Array;
  /** How many matches at most, 1 to 1,000. */
  readonly limit: number;
  /** Matches of a lower score are left out, 0..100. */
  readonly minScore?: number;
  /** Only faces whose metadata has every one of these pairs are compared; see `FaceRecords.findByMetadata`. */
  readonly where?: Metadata | undefined;
  /** Whether to return a picture of the probe's face. */
  readonly crops?: boolean;
  /** Whether the probe must be, or is said to be, a living face. Default `off`. */
  readonly liveness?: LivenessMode | undefined;
  /** Pays for the search when it has its answer. By default it costs nothing. */
  readonly payer?: Key;
  /** Gives the search up: it is not paid for. */
  readonly signal?: AbortSignal | undefined;
}

type SearchPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'index' | 'rules' | 'vision'>;

export interface SearchAnswer {
  readonly probe: Probe;
  /** Most similar first. */
  readonly matches: readonly Match[];
  /** Faces that the probe was compared with. */
  readonly searchedFaces: number;
  /** Milliseconds from the template to the matches. */
  readonly searchMs: number;
}

/** What is known of the neighbours that were found; those deleted meanwhile are left out. */
async function describeNeighbours(
  ports: Pick<ServicePorts, 'catalog' | 'rules'>,
  search: { readonly pack: Pack; readonly probe: Float32Array; readonly searchedFaces: number },
  neighbours: readonly Neighbour[],
): Promise<Match[]> {
  const { pack, probe, searchedFaces } = search;
  const numbers = neighbours.map(({ faceNumber }) => faceNumber);
  const stored = await ports.catalog.faces.findByNumbers(numbers);
  const byNumber = new Map(neighbours.map((neighbour) => [neighbour.faceNumber, neighbour]));
  return stored.flatMap((described) => {
    const { template, similarity = -1 } = byNumber.get(described.face.number) ?? {};
    if (template === undefined) return [];
    const distances = segmentDistancesOf(pack, probe, template);
    const score = scoreOf(pack.calibration, similarity, searchedFaces, ports.rules.scoring);
    return [{ ...described, similarity, distances, ...score }];
  });
}

type Wanted = Pick<SearchByPhotoCommand, 'limit' | 'minScore' | 'signal' | 'where'>;

/** The faces of a gallery that are most like the probe's. */
export async function findMatches(
  ports: Omit<SearchPorts, 'clock' | 'vision'>,
  { gallery, pack }: GalleryAndPack,
  probe: Probe,
  { limit, minScore = 0, where, signal }: Wanted,
): Promise<SearchAnswer> {
  const startedAtMs = performance.now();
  await ports.follower.catchUp();
  const space = templateSpaceOf(gallery.id, pack.id);
  const among = await numbersWithMetadata(ports, gallery.id, { where, signal });
  const searchedFaces = among?.length ?? ports.index.size(space);
  const query = { limit, among, signal, withTemplates: true };
  const neighbours = await ports.index.search([space], probe.face.template, query);
  const question = { pack, probe: probe.face.template, searchedFaces };
  const matches = await describeNeighbours(ports, question, neighbours);
  return {
    probe,
    matches: matches.filter(({ score }) => score >= minScore),
    searchedFaces,
    searchMs: performance.now() - startedAtMs,
  };
}

/** The answer of a gallery and the pack that it was bound to when the search began. */
async function searchGallery(
  ports: SearchPorts,
  bound: GalleryAndPack,
  command: SearchByPhotoCommand,
): Promise<SearchAnswer> {
  const { crops = false, liveness } = command;
  const probe = await readProbe(ports, command.photo, { pack: bound.pack, crops, liveness });
  return findMatches(ports, bound, probe, command);
}

/**
 * Where else does the most prominent face of this photo appear? The probe enters no gallery. When the gallery is bound
 * to another pack meanwhile, the search begins anew: templates of two packs never compare.
 *
 * @throws Fault `gallery_not_found`, `pack_not_installed`, `no_face`, `liveness_failed`, `liveness_unavailable`,
 * `gallery_of_vectors`, `credits_exhausted`, `quota_exhausted` and those of `Vision.analyze`; the signal's reason
 */
export async function searchByPhoto(
  ports: SearchPorts,
  command: SearchByPhotoCommand,
): Promise<SearchAnswer> {
  await requirePayable(ports, command.payer?.id);
  for (;;) {
    command.signal?.throwIfAborted();
    const bound = await requireGalleryAndPack(ports, command.galleryName);
    const answer = await searchGallery(ports, bound, command);
    const now = await requireGallery(ports, command.galleryName);
    if (now.id === bound.gallery.id && now.packId !== bound.pack.id) continue;
    await billSearch(ports, { key: command.payer, searchId: randomUUID() });
    return answer;
  }
}
