import { randomUUID } from 'node:crypto';
import type { ExternalGallery } from '../../core/external-gallery.ts';
import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Key } from '../../core/key.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { Pack } from '../../core/pack.ts';
import { type Score, type Scoring, scoreInSearch } from '../../core/score.ts';
import { billSearch, requirePayable } from '../billing.ts';
import type { ServicePorts } from '../ports.ts';
import { findMatches } from '../search-by-photo.ts';
import { askAbout } from './external-access.ts';
import { requireSearchableGalleries, type SearchableGallery } from './named-galleries.ts';
import { pictureIdOf } from './picture-id.ts';
import { type ProbeLiveness, SearchedProbe } from './searched-probe.ts';

export interface SearchGalleriesCommand {
  /** Ids or names of one or more galleries, of this server or of others. */
  readonly galleries: readonly string[];
  readonly photo: Uint8Array;
  /** How many matches at most, 1 to 100. */
  readonly limit: number;
  /** Matches of a lower score are left out, 0..100. */
  readonly minScore: number;
  /** Whether a probe that looks like a picture of a face is refused, where a pack can tell. */
  readonly checksLiveness: boolean;
  /** Pays for the search when it has its answer. By default it costs nothing. */
  readonly payer?: Key;
  /** Gives the search up: it is not paid for. */
  readonly signal?: AbortSignal | undefined;
}

/** A face of one of several galleries. */
export interface GalleryMatch {
  readonly searchable: SearchableGallery;
  /** For `readPicture`. */
  readonly pictureId: string;
  /** 0..100 with one decimal, by the number of all faces searched. */
  readonly score: number;
  readonly metadata: Metadata;
}

export interface GalleriesAnswer {
  /** Best first. */
  readonly matches: readonly GalleryMatch[];
  readonly liveness: ProbeLiveness;
  readonly facesInPhoto: number;
  /** Galleries of other servers that gave no answer, and why. */
  readonly unanswered: readonly { readonly gallery: ExternalGallery; readonly fault: Fault }[];
}

/** What one gallery has found. */
interface PartAnswer {
  readonly searchedFaces: number;
  readonly found: readonly (Omit<GalleryMatch, 'score'> & Pick<Score, 'score' | 'falseMatchRate'>)[];
}

type SearchPorts = Pick<
  ServicePorts,
  'catalog' | 'clock' | 'follower' | 'index' | 'remoteGalleries' | 'rules' | 'vision'
>;

/** Begins anew when the gallery was bound to another pack meanwhile: templates of two packs never compare. */
async function searchOwn(
  ports: SearchPorts,
  named: Gallery,
  probe: SearchedProbe,
  wanted: Pick<SearchGalleriesCommand, 'limit' | 'signal'>,
): Promise<PartAnswer> {
  let gallery = named;
  for (;;) {
    const pack = await ports.vision.requirePack(gallery.packId);
    const bound = { gallery, pack };
    const { matches, searchedFaces } = await findMatches(ports, bound, await probe.of(pack), wanted);
    const now = await ports.catalog.galleries.find(gallery.id);
    if (now === undefined) throw new Fault('gallery_not_found', { details: { gallery: gallery.name } });
    const searchable = { kind: 'internal', gallery } as const;
    if (now.packId === gallery.packId) {
      const found = matches.map(({ face, score, falseMatchRate }) => {
        const pictureId = pictureIdOf(searchable, face.id);
        return { searchable, pictureId, score, falseMatchRate, metadata: face.metadata };
      });
      return { searchedFaces, found };
    }
    gallery = now;
  }
}

async function searchOther(
  ports: SearchPorts,
  gallery: ExternalGallery,
  query: Pick<SearchGalleriesCommand, 'photo' | 'limit' | 'signal'>,
) {
  const searchable = { kind: 'external', gallery } as const;
  return askAbout(ports, gallery, async (remote): Promise<PartAnswer> => {
    const { matches, searchedFaces } = await ports.remoteGalleries.search(remote, query);
    const found = matches.map(({ faceId, ...match }) => {
      return { searchable, pictureId: pictureIdOf(searchable, faceId), ...match };
    });
    return { searchedFaces, found };
  });
}

/** Every match with the score that it has among all faces that were searched, best first. */
function merge(
  parts: readonly PartAnswer[],
  { limit, minScore }: Pick<SearchGalleriesCommand, 'limit' | 'minScore'>,
  scoring: Scoring,
): readonly GalleryMatch[] {
  const searchedFaces = parts.reduce((sum, part) => sum + part.searchedFaces, 0);
  return parts
    .flatMap(({ found }) => found)
    .map((match) => ({ ...match, score: scoreInSearch(match, searchedFaces, scoring) }))
    .filter(({ score }) => score >= minScore)
    .sort((one, other) => other.score - one.score || one.falseMatchRate - other.falseMatchRate)
    .slice(0, limit);
}

/** Those that the galleries of this server are bound to; to look at the probe there is always one. */
async function packsOf(
  { vision }: Pick<ServicePorts, 'vision'>,
  galleries: readonly Gallery[],
): Promise<readonly [Pack, ...Pack[]]> {
  const ids = [...new Set(galleries.map(({ packId }) => packId))];
  const [first = vision.pack, ...rest] = await Promise.all(ids.map((id) => vision.requirePack(id)));
  return [first, ...rest];
}

/**
 * Where else does the most prominent face of this photo appear, in any of several galleries? Those of this server are
 * searched each with its own pack's template of the probe; other servers are asked at the same time, once the photo is
 * known to show a face. Who of them fails or is silent costs its deadline and is told in the answer; when nobody else
 * was searched that is the answer.
 *
 * @throws Fault `gallery_not_found`, `gallery_not_allowed`, `pack_not_installed`, `no_face`, `liveness_failed`,
 * `credits_exhausted`, `quota_exhausted`, `gallery_of_vectors`, `external_silent`, `external_refused` and those of
 * `Vision.analyze`; the signal's reason
 */
export async function searchGalleries(
  ports: SearchPorts,
  command: SearchGalleriesCommand,
): Promise<GalleriesAnswer> {
  const { photo, limit, checksLiveness, payer, signal } = command;
  await requirePayable(ports, payer?.id);
  const searchables = await requireSearchableGalleries(ports, command.galleries);
  const own = searchables.flatMap((one) => (one.kind === 'internal' ? [one.gallery] : []));
  const others = searchables.flatMap((one) => (one.kind === 'external' ? [one.gallery] : []));
  const probe = new SearchedProbe(ports, { photo, checksLiveness });
  const [pack, ...morePacks] = await packsOf(ports, own);
  const [{ facesInPhoto }] = await Promise.all([probe.of(pack), ...morePacks.map((one) => probe.of(one))]);
  signal?.throwIfAborted();
  const [ownParts, outcomes] = await Promise.all([
    Promise.all(own.map((gallery) => searchOwn(ports, gallery, probe, { limit, signal }))),
    Promise.all(others.map((gallery) => searchOther(ports, gallery, { photo, limit, signal }))),
  ]);
  // A reason that is a fault looks like that of another server.
  signal?.throwIfAborted();
  const otherParts = outcomes.flatMap((outcome) => ('answer' in outcome ? [outcome.answer] : []));
  const parts = [...ownParts, ...otherParts];
  const unanswered = outcomes.filter((outcome) => 'fault' in outcome);
  const [silent] = unanswered;
  // An empty answer would say that nobody is like the probe.
  if (parts.length === 0 && silent !== undefined) throw silent.fault;
  const matches = merge(parts, command, ports.rules.scoring);
  const liveness = await probe.liveness();
  await billSearch(ports, { key: payer, searchId: randomUUID() });
  return { matches, liveness, facesInPhoto, unanswered };
}
