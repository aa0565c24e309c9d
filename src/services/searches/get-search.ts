import type { Page, PageRequest } from '../../core/page.ts';
import { type Score, scoreOf } from '../../core/score.ts';
import type { Search } from '../../core/search.ts';
import type { DescribedFace } from '../../ports/catalog.ts';
import type { ServicePorts } from '../ports.ts';
import { type KnownSearch, knownSearchOf } from './known-search.ts';
import { requireSearch, type SearchOfKey } from './require-search.ts';

interface RankedScore extends Score {
  /** As when the search ended: faces that were deleted since leave gaps. */
  readonly rank: number;
  /** Cosine with the most similar probe, -1..1. */
  readonly similarity: number;
  /** Results of one group show the same person. */
  readonly group: number;
  /** The rank of a better result that shows the same picture. */
  readonly duplicateOf?: number;
}

/** A face that a search has found, and what is stored of it. */
export type SearchResult = RankedScore & DescribedFace;

export interface SearchWithResults extends KnownSearch {
  /** Present when it is done. Most similar first. */
  readonly results?: readonly SearchResult[];
}

export interface SearchQuery extends SearchOfKey {
  /** Results of a lower score are left out. Default 0. */
  readonly leastScore?: number;
}

async function resultsOf(
  ports: Pick<ServicePorts, 'catalog' | 'rules' | 'vision'>,
  search: Search,
  leastScore: number,
): Promise<readonly SearchResult[]> {
  const matches = await ports.catalog.searches.matches(search.id);
  const { calibration } = await ports.vision.requirePack(search.packId);
  const searchedFaces = search.outcome?.searchedFaces ?? 0;
  const scored = matches.flatMap((match) => {
    const score = scoreOf(calibration, match.similarity, searchedFaces, ports.rules.scoring);
    return score.score >= leastScore ? [{ ...match, ...score }] : [];
  });
  const stored = await ports.catalog.faces.findByNumbers(scored.map(({ faceNumber }) => faceNumber));
  const byNumber = new Map(stored.map((found) => [found.face.number, found]));
  const present = new Set(
    scored.filter(({ faceNumber }) => byNumber.has(faceNumber)).map(({ rank }) => rank),
  );
  return scored.flatMap(({ faceNumber, duplicateOf, ...match }) => {
    const found = byNumber.get(faceNumber);
    if (found === undefined) return [];
    const original = duplicateOf !== undefined && present.has(duplicateOf) && { duplicateOf };
    return [{ ...match, ...original, ...found }];
  });
}

/**
 * A key's search with its place in the queue, and its results when it is done; faces that were deleted since are left
 * out.
 *
 * @throws Fault `search_not_found`, `pack_not_installed`
 */
export async function getSearch(
  ports: Pick<ServicePorts, 'catalog' | 'rules' | 'vision'>,
  { leastScore = 0, ...command }: SearchQuery,
): Promise<SearchWithResults> {
  const search = await requireSearch(ports, command);
  const known = await knownSearchOf(ports, search);
  return search.state === 'done' ? { ...known, results: await resultsOf(ports, search, leastScore) } : known;
}

/** A key's searches in the order of making, without places and results. */
export function listSearches(
  ports: Pick<ServicePorts, 'catalog'>,
  query: { readonly keyId: string; readonly page: PageRequest },
): Promise<Page<Search>> {
  return ports.catalog.searches.list(query.keyId, query.page);
}
