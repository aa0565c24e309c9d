import type { SearchOutcome } from '../../core/search.ts';
import type {
  IllustratedProbe,
  IllustratedResult,
  IllustratedSearch,
} from '../../services/searches/illustrated-search.ts';
import type { SearchAllowance } from '../../services/searches/search-allowance.ts';
import { describeSearch, progressOf, webpDataUrl } from '../contract/search-words.ts';
import type { Info, Reply } from './schemas.ts';

const LARGEST_INT32 = 2_147_483_647;

function int32Of(value: number): number {
  return Math.min(LARGEST_INT32, Math.round(value));
}

function inputOf({ id, sourceUrl, picture }: IllustratedProbe) {
  return { id_pic: id, base64: webpDataUrl(picture), svg_anim: null, url_source: sourceUrl ?? null };
}

function itemOf(
  { faceId, faceNumber, group, pageAddress, picture, score }: IllustratedResult,
  index: number,
) {
  return {
    guid: faceId.replaceAll('-', ''),
    score,
    group,
    base64: webpDataUrl(picture),
    url: pageAddress ?? null,
    index,
    indexDB: faceNumber,
  };
}

/** Long enough that a search of no measurable time has a speed. */
const SHORTEST_SEARCH_MS = 0.001;

function timingsOf({ searchedFaces, searchMs, downloadMs, queueMs }: SearchOutcome) {
  const facesPerSecond = int32Of((searchedFaces / Math.max(searchMs, SHORTEST_SEARCH_MS)) * 1000);
  return {
    searchedFaces: int32Of(searchedFaces),
    face_per_sec: facesPerSecond,
    performance: `${searchedFaces} faces in ${(searchMs / 1000).toFixed(3)} s, ${facesPerSecond} faces/s`,
    tookSeconds: searchMs / 1000,
    tookSecondsDownload: downloadMs / 1000,
    tookSecondsQueue: queueMs / 1000,
  };
}

const NO_TIMINGS = {
  searchedFaces: null,
  face_per_sec: null,
  performance: null,
  tookSeconds: null,
  tookSecondsDownload: null,
  tookSecondsQueue: null,
};

function outputOf({ search, probes, results }: IllustratedSearch): Reply['output'] {
  if (results === undefined) return null;
  const items = results.map(itemOf);
  return {
    demo: search.demo,
    items,
    max_score: items[0]?.score ?? 0,
    ...(search.outcome ? timingsOf(search.outcome) : NO_TIMINGS),
    images_in_bundle: probes.length,
    freeRam: null,
  };
}

/** A search as the vendor tells of it. */
export function searchToWire(search: IllustratedSearch, message = describeSearch(search)): Reply {
  return {
    id_search: search.search.id,
    message,
    progress: progressOf(search),
    error: null,
    code: null,
    input: search.probes.map(inputOf),
    output: outputOf(search),
  };
}

export function allowanceToWire({ faces, credits, canPay }: SearchAllowance): Info {
  return {
    faces: int32Of(faces),
    has_credits_to_search: canPay,
    is_online: true,
    remaining_credits: int32Of(credits ?? LARGEST_INT32),
  };
}
