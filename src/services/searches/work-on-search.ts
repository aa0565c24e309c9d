import { Fault } from '../../core/fault.ts';
import type { SearchMatch } from '../../core/search.ts';
import type { Neighbour } from '../../ports/face-index.ts';
import type { SearchEnd } from '../../ports/searches.ts';
import type { ServicePorts } from '../ports.ts';
import { compareWithGalleries } from './compare-with-galleries.ts';
import { groupMatches } from './group-matches.ts';
import { type ClaimCommand, LeasedSearch } from './leased-search.ts';

type WorkPorts = Pick<ServicePorts, 'bell' | 'catalog' | 'clock' | 'follower' | 'index' | 'rules' | 'vision'>;

/** Comparing is most of the work; reading what is stored of the matches is the rest. */
const PROGRESS_WHEN_COMPARED = 90;

/** Ranks and groups the faces that were found; those deleted meanwhile are left out. */
async function matchesOf(
  { catalog, vision }: Pick<ServicePorts, 'catalog' | 'vision'>,
  packId: string,
  nearest: readonly Neighbour[],
): Promise<readonly SearchMatch[]> {
  const { calibration } = await vision.requirePack(packId);
  const numbers = nearest.map(({ faceNumber }) => faceNumber);
  const stored = await catalog.faces.findByNumbers(numbers);
  const described = new Map(stored.map((each) => [each.face.number, each]));
  const templates = await catalog.templates.find(packId, numbers);
  const matches = nearest.flatMap((neighbour) => {
    const template = templates.get(neighbour.faceNumber);
    const found = described.get(neighbour.faceNumber);
    return template && found ? [{ ...neighbour, template, sha256: found.photo?.sha256 }] : [];
  });
  const groups = await groupMatches(matches, calibration);
  return groups.flatMap(({ group, duplicateOf }, position) => {
    const match = matches[position];
    if (match === undefined) return [];
    const { faceNumber, similarity } = match;
    const original = duplicateOf !== undefined && { duplicateOf: duplicateOf + 1 };
    return [{ rank: position + 1, faceNumber, similarity, group, ...original }];
  });
}

async function carryOut(ports: WorkPorts, leased: LeasedSearch): Promise<SearchEnd> {
  const { search } = leased.claimed;
  const startedAtMs = performance.now();
  const { searchedFaces, nearest } = await compareWithGalleries(ports, leased.claimed, (share) => {
    leased.advanceTo(Math.floor(share * PROGRESS_WHEN_COMPARED));
  });
  const comparedAtMs = performance.now();
  const matches = await matchesOf(ports, search.packId, nearest);
  const { queuedAtMs = 0, startedAtMs: claimedAtMs = queuedAtMs } = search;
  const outcome = {
    searchedFaces,
    queueMs: Math.max(0, claimedAtMs - queuedAtMs),
    downloadMs: performance.now() - comparedAtMs,
    searchMs: comparedAtMs - startedAtMs,
  };
  return { state: 'done', outcome, matches };
}

/**
 * Works on the first search of the queue that nobody else works on, to its end.
 *
 * @returns whether there was one
 * @throws whatever made it fail, after writing that down
 */
export async function workOnSearch(ports: WorkPorts, command: ClaimCommand): Promise<boolean> {
  const leased = await LeasedSearch.claim(ports, command);
  if (leased === undefined) return false;
  try {
    await leased.finish(await carryOut(ports, leased));
    return true;
  } catch (error) {
    const failure = error instanceof Fault ? error.code : 'internal_error';
    await leased.finish({ state: 'failed', failure });
    throw error;
  } finally {
    ports.bell.ringEnded(leased.claimed.search.id);
  }
}
