import { z } from 'zod';
import { IMPORT_KINDS, IMPORT_STATES } from '../../core/import.ts';
import { metadataSchema } from '../contract/json-text.ts';

const time = z.iso.datetime().describe('UTC');
const count = z.number().int().nonnegative();

const noticeSchema = z
  .object({
    kind: z.enum(['callback', 'mail']),
    target: z.string(),
    state: z.enum(['waiting', 'arrived', 'given-up']),
    attempts: count,
    problem: z.string().optional().describe('What was wrong with the last attempt.'),
    nextAt: time.optional(),
    arrivedAt: time.optional(),
  })
  .meta({ id: 'Notice' });

export const importSchema = z
  .object({
    id: z.string(),
    gallery: z.string(),
    kind: z.enum(IMPORT_KINDS),
    watch: z.boolean().describe('Whether it waits for new photos until it is paused or cancelled.'),
    description: z.string().describe('Where the photos are, without credentials.'),
    provenance: z.string(),
    faces: z.enum(['all', 'largest']),
    metadata: metadataSchema,
    state: z.enum(IMPORT_STATES),
    counts: z.object({
      total: count.optional().describe('Files of the source, once all are counted.'),
      stored: count,
      alreadyStored: count,
      failed: count,
      faces: count.describe('Faces that were stored.'),
      rejectedFaces: count.describe(
        'Faces that were not good enough, in photos of which others were stored.',
      ),
      warnedFaces: count.describe('Stored faces that the gallery warns of.'),
    }),
    failure: z.string().optional(),
    createdAt: time,
    startedAt: time.optional(),
    endedAt: time.optional(),
    updatedAt: time,
    notices: z.array(noticeSchema).optional().describe('Who is told of the end; only of a single import.'),
  })
  .meta({ id: 'Import' });

export const importFileSchema = z
  .object({
    name: z.string(),
    sourceId: z.string().describe('Identifies the file inside its source.'),
    outcome: z.enum(['stored', 'already-stored', 'failed']),
    faces: count.optional(),
    rejectedFaces: z.array(z.string()).optional(),
    warnings: z.array(z.string()).optional(),
    reason: z.string().optional(),
    remedy: z.string().optional(),
    at: time,
  })
  .meta({ id: 'ImportFile' });
