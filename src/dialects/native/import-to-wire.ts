import type { z } from 'zod';
import type { Import, ImportFile, Notice } from '../../core/import.ts';
import type { importFileSchema, importSchema } from './import-schemas.ts';
import { isoTime } from './translate.ts';

type ImportOnWire = z.output<typeof importSchema>;

function noticeToWire({ kind, target, state, attempts, problem, nextAtMs, arrivedAtMs }: Notice) {
  return {
    kind,
    target,
    state,
    attempts,
    ...(problem !== undefined && { problem }),
    ...(nextAtMs !== undefined && { nextAt: isoTime(nextAtMs) }),
    ...(arrivedAtMs !== undefined && { arrivedAt: isoTime(arrivedAtMs) }),
  };
}

/** @param notices left out in lists */
export function importToWire(shown: Import, notices?: readonly Notice[]): ImportOnWire {
  const { id, kind, isEndless, description, provenance, faces, metadata, state, counts, failure } = shown;
  const { createdAtMs, startedAtMs, endedAtMs, updatedAtMs } = shown;
  return {
    id,
    gallery: shown.galleryName,
    kind,
    watch: isEndless,
    description,
    provenance,
    faces,
    metadata,
    state,
    counts,
    ...(failure !== undefined && { failure }),
    createdAt: isoTime(createdAtMs),
    ...(startedAtMs !== undefined && { startedAt: isoTime(startedAtMs) }),
    ...(endedAtMs !== undefined && { endedAt: isoTime(endedAtMs) }),
    updatedAt: isoTime(updatedAtMs),
    ...(notices !== undefined && { notices: notices.map(noticeToWire) }),
  };
}

export function importFileToWire({
  name,
  sourceId,
  fate,
  atMs,
}: ImportFile): z.output<typeof importFileSchema> {
  const shared = { name, sourceId, outcome: fate.outcome, at: isoTime(atMs) };
  if (fate.outcome === 'failed') return { ...shared, reason: fate.reason, remedy: fate.remedy };
  if (fate.outcome === 'already-stored') return shared;
  const { faces, rejectedFaces, warnings } = fate;
  return { ...shared, faces, rejectedFaces: [...rejectedFaces], warnings: [...warnings] };
}
