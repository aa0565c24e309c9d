import type { Pack } from '../core/pack.ts';
import { scoreOf } from '../core/score.ts';
import { segmentDistancesOf } from '../core/segment-distances.ts';
import type { Neighbour } from '../ports/face-index.ts';
import { requireGalleryAndPack } from './galleries.ts';
import type { Match } from './match.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

export interface SearchByPhotoCommand {
  readonly galleryName: string;
  readonly photo: Uint8Array;
  /** How many matches at most, 1 to 1,000. */
  readonly limit: number;
  /** Matches of a lower score are left out, 0..100. */
  readonly minScore?: number;
  /** Whether to return a picture of the probe's face. */
  readonly crops?: boolean;
}

export interface SearchAnswer {
  readonly probe: Probe;
  /** Most similar first. */
  readonly matches: readonly Match[];
  /** Faces in the searched gallery. */
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
  const templates = await ports.catalog.faces.templates(numbers);
  const similarities = new Map(neighbours.map(({ faceNumber, similarity }) => [faceNumber, similarity]));
  return stored.flatMap(({ face, photo }) => {
    const template = templates.get(face.number);
    if (template === undefined) return [];
    const similarity = similarities.get(face.number) ?? -1;
    const distances = segmentDistancesOf(pack, probe, template);
    const score = scoreOf(pack.calibration, similarity, searchedFaces, ports.rules.scoring);
    return [{ face, photo, similarity, distances, ...score }];
  });
}

/**
 * Where else does the most prominent face of this photo appear? The probe enters no gallery.
 *
 * @throws Fault `gallery_not_found`, `pack_not_installed`, `no_face` and those of `Vision.analyze`
 */
export async function searchByPhoto(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'index' | 'rules' | 'vision'>,
  command: SearchByPhotoCommand,
): Promise<SearchAnswer> {
  const { gallery, pack } = await requireGalleryAndPack(ports, command.galleryName);
  const probe = await readProbe(ports, command.photo, { packId: pack.id, crops: command.crops ?? false });
  const startedAtMs = performance.now();
  await ports.follower.catchUp();
  const searchedFaces = ports.index.size(gallery.id);
  const neighbours = await ports.index.search(gallery.id, probe.face.template, { limit: command.limit });
  const matches = await describeNeighbours(
    ports,
    { pack, probe: probe.face.template, searchedFaces },
    neighbours,
  );
  const minScore = command.minScore ?? 0;
  return {
    probe,
    matches: matches.filter(({ score }) => score >= minScore),
    searchedFaces,
    searchMs: performance.now() - startedAtMs,
  };
}
