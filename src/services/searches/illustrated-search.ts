import type { Face } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import { pageAddressOf } from '../../core/page-address.ts';
import type { Search, SearchProbe } from '../../core/search.ts';
import type { ServicePorts } from '../ports.ts';
import { getSearch, type SearchResult } from './get-search.ts';
import type { KnownSearch } from './known-search.ts';
import type { SearchOfKey } from './require-search.ts';
import { shuffleTies } from './shuffle-ties.ts';

/** FaceCheck's lowest items score about 40; what is less similar says nothing. */
const LEAST_SCORE = 40;

export interface IllustratedProbe extends Pick<SearchProbe, 'id' | 'sourceUrl'> {
  /** WebP of its face. */
  readonly picture?: Uint8Array;
}

/** A face that was found, with its picture and in whole scores. */
export interface IllustratedResult {
  /** UUID. */
  readonly faceId: string;
  readonly faceNumber: number;
  /** 40 to 100, rounded down, so that a band begins where the vendor says. */
  readonly score: number;
  readonly group: number;
  readonly pageAddress?: string;
  /** WebP of the face. */
  readonly picture?: Uint8Array;
  /** When its photo was first and last imported; without a photo, when the face was stored. */
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

/** A search with the pictures of its probes and results. */
export interface IllustratedSearch extends KnownSearch {
  readonly probes: readonly IllustratedProbe[];
  /** Present when it is done. At most 100, by falling score. */
  readonly results?: readonly IllustratedResult[];
}

export interface IllustratedSearchQuery extends SearchOfKey {
  /** `shuffled`: results of equal score in an order of chance, which is the same at every look. Default `ranked`. */
  readonly ties?: 'ranked' | 'shuffled';
}

type LookPorts = Pick<ServicePorts, 'blobs' | 'catalog' | 'rules' | 'vision'>;

async function readPicture(
  { blobs }: Pick<ServicePorts, 'blobs'>,
  address: string | undefined,
): Promise<{ readonly picture?: Uint8Array }> {
  const picture = address === undefined ? undefined : await blobs.get(address);
  return { ...(picture && { picture }) };
}

/** A search with the pictures of its probes, without results. */
export async function illustrateSearch(
  ports: Pick<ServicePorts, 'blobs'>,
  known: KnownSearch,
): Promise<IllustratedSearch> {
  const probes = await Promise.all(
    known.search.probes.map(async ({ id, sourceUrl, thumbnailBlob }) => ({
      id,
      ...(sourceUrl !== undefined && { sourceUrl }),
      ...(await readPicture(ports, thumbnailBlob)),
    })),
  );
  return { ...known, probes };
}

function cropOf(face: Face): string | undefined {
  return face.photoId === undefined ? undefined : face.cropBlob;
}

async function illustrate(
  ports: Pick<ServicePorts, 'blobs'>,
  { face, photo, group, score }: SearchResult,
): Promise<IllustratedResult> {
  const pageAddress = pageAddressOf(face, photo);
  return {
    faceId: face.id,
    faceNumber: face.number,
    score: Math.floor(score),
    group,
    ...(pageAddress !== undefined && { pageAddress }),
    firstSeenAtMs: photo?.createdAtMs ?? face.createdAtMs,
    lastSeenAtMs: photo?.lastSeenAtMs ?? face.createdAtMs,
    ...(await readPicture(ports, cropOf(face))),
  };
}

function requireUsable({ id, state, failure = 'internal_error' }: Search): void {
  if (state === 'failed') throw new Fault('search_failed', { details: { search: id, failure } });
  if (state === 'expired') throw new Fault('search_expired', { details: { search: id } });
}

/**
 * A key's search with its place in the queue, and when it is done its best results, with pictures.
 *
 * @throws Fault `search_not_found`, `search_failed`, `search_expired`, `pack_not_installed`
 */
export async function getIllustratedSearch(
  ports: LookPorts,
  { ties = 'ranked', ...command }: IllustratedSearchQuery,
): Promise<IllustratedSearch> {
  const { results, ...known } = await getSearch(ports, { ...command, leastScore: LEAST_SCORE });
  requireUsable(known.search);
  const illustratedSearch = await illustrateSearch(ports, known);
  if (results === undefined) return illustratedSearch;
  const illustrated = await Promise.all(results.map((result) => illustrate(ports, result)));
  if (ties === 'ranked') return { ...illustratedSearch, results: illustrated };
  const seed = ports.rules.tieSeed ?? known.search.id;
  return { ...illustratedSearch, results: shuffleTies(illustrated, seed) };
}
