import type { SearchResult, SearchWithResults } from '../../services/searches/get-search.ts';
import type { QueuedSearchOnWire } from './search-schemas.ts';
import { faceToWire, isoTime, photoToWire, sixDecimals } from './translate.ts';

function resultToWire(result: SearchResult) {
  const { face, photo, ...ranked } = result;
  return {
    ...ranked,
    similarity: sixDecimals(result.similarity),
    face: faceToWire(face),
    ...(photo && { photo: photoToWire(photo) }),
  };
}

/** A search of the queue with what is known of its place and results. */
export function searchToWire({ search, queuePosition, results }: SearchWithResults): QueuedSearchOnWire {
  const { queuedAtMs, startedAtMs, finishedAtMs } = search;
  return {
    id: search.id,
    galleries: [...search.galleryNames],
    state: search.state,
    probes: search.probes.map(({ id, sourceUrl }) => ({ id, ...(sourceUrl !== undefined && { sourceUrl }) })),
    demo: search.demo,
    ...(queuePosition !== undefined && { waitingBefore: queuePosition }),
    progress: search.progress,
    cost: search.cost,
    createdAt: isoTime(search.createdAtMs),
    ...(queuedAtMs !== undefined && { queuedAt: isoTime(queuedAtMs) }),
    ...(startedAtMs !== undefined && { startedAt: isoTime(startedAtMs) }),
    ...(finishedAtMs !== undefined && { finishedAt: isoTime(finishedAtMs) }),
    expiresAt: isoTime(search.expiresAtMs),
    ...search.outcome,
    ...(search.failure !== undefined && { failure: search.failure }),
    ...(results && { results: results.map(resultToWire) }),
  };
}
