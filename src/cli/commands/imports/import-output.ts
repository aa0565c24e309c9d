import { z } from 'zod';
import { IMPORT_KINDS, IMPORT_STATES, type Import } from '../../../core/import.ts';
import { counted } from '../../counted.ts';
import { isoTime } from '../../iso-time.ts';
import { printable } from '../../printable.ts';
import { note, print, printJson, type Session } from '../../session.ts';

/** What `likeness import --json` and `likeness imports show --json` print. */
export const importOutput = z.strictObject({
  id: z.string(),
  gallery: z.string(),
  kind: z.enum(IMPORT_KINDS),
  watch: z.boolean(),
  description: z.string(),
  provenance: z.string(),
  state: z.enum(IMPORT_STATES),
  total: z.number().optional(),
  stored: z.number(),
  alreadyStored: z.number(),
  failed: z.number(),
  faces: z.number(),
  rejectedFaces: z.number(),
  warnedFaces: z.number(),
  failure: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** An import as JSON. */
export function importToJson(shown: Import): z.output<typeof importOutput> {
  const { id, galleryName, kind, isEndless, description, provenance, state, counts, failure } = shown;
  return {
    id,
    gallery: galleryName,
    kind,
    watch: isEndless,
    description,
    provenance,
    state,
    ...counts,
    ...(failure !== undefined && { failure }),
    createdAt: isoTime(shown.createdAtMs),
    updatedAt: isoTime(shown.updatedAtMs),
  };
}

/** An import in a line for people. */
export function describeImport({ id, galleryName, description, state, counts }: Import): string {
  const { stored, alreadyStored, failed, faces, total } = counts;
  const parts = [
    `stored ${counted(stored, 'photo')} with ${counted(faces, 'face')}`,
    `${alreadyStored} already stored`,
    `${failed} failed`,
    ...(total === undefined ? [] : [`of ${total}`]),
  ];
  return `Import ${id} into "${galleryName}" from ${printable(description)}: ${state}; ${parts.join(', ')}.`;
}

/** Prints an import in the form that was asked for. */
export function reportImport(session: Session, shown: Import): void {
  if (session.json) {
    printJson(session, importOutput, importToJson(shown));
    return;
  }
  print(session, describeImport(shown));
  if (shown.failure !== undefined) note(session, shown.failure);
}
