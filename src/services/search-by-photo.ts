import { scoreOf } from '../core/score.ts';
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

/**
 * Where else does the largest face of this photo appear? The probe enters no gallery.
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
  const stored = await ports.catalog.faces.findByNumbers(neighbours.map(({ faceNumber }) => faceNumber));
  const similarities = new Map(neighbours.map(({ faceNumber, similarity }) => [faceNumber, similarity]));
  const matches = stored.map(({ face, photo }) => {
    const similarity = similarities.get(face.number) ?? -1;
    const score = scoreOf(pack.calibration, similarity, searchedFaces, ports.rules.scoring);
    return { face, photo, similarity, ...score };
  });
  const minScore = command.minScore ?? 0;
  return {
    probe,
    matches: matches.filter(({ score }) => score >= minScore),
    searchedFaces,
    searchMs: performance.now() - startedAtMs,
  };
}
