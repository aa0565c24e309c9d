import { z } from 'zod';
import { SEARCH_STATES } from '../../core/search.ts';
import { faceSchema, photoSchema, scoreFields } from './schemas.ts';

const time = z.iso.datetime().describe('UTC');
const milliseconds = z.number().nonnegative();

const resultSchema = z
  .object({
    rank: z.number().int().positive().describe('As when the search ended: deleted faces leave gaps.'),
    ...scoreFields,
    group: z.number().int().nonnegative().describe('Results of one group show the same person.'),
    duplicateOf: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('The rank of a better result that shows the same picture.'),
    face: faceSchema,
    photo: photoSchema.optional().describe('Absent when the face was stored as a raw vector.'),
  })
  .meta({ id: 'SearchResult' });

/** A search of the queue, whatever its state. */
export const queuedSearchSchema = z
  .object({
    id: z.string(),
    galleries: z.array(z.string()),
    state: z.enum(SEARCH_STATES),
    probes: z
      .array(z.object({ id: z.uuid(), sourceUrl: z.string().optional() }))
      .describe('Its photos; none once it has expired.'),
    demo: z.boolean(),
    waitingBefore: z
      .number()
      .int()
      .nonnegative()
      .optional()
      .describe('How many searches are before it in the queue; present while it waits.'),
    progress: z.number().min(0).max(100),
    cost: z
      .number()
      .int()
      .nonnegative()
      .describe('Credits that the key has paid; 0 for what costs nothing or was given back.'),
    createdAt: time,
    queuedAt: time.optional(),
    startedAt: time.optional(),
    finishedAt: time.optional(),
    expiresAt: time.describe('From then on photos and results are removed, unless it still waits or runs.'),
    searchedFaces: z.number().int().nonnegative().optional(),
    queueMs: milliseconds.optional().describe('From the queue to the start.'),
    downloadMs: milliseconds.optional().describe('Reading what is stored of the found faces.'),
    searchMs: milliseconds.optional().describe('Comparing.'),
    failure: z.string().optional().describe('The code of what made it fail.'),
    results: z.array(resultSchema).optional().describe('Most similar first; present when it is done.'),
  })
  .meta({ id: 'Search' });

export type QueuedSearchOnWire = z.input<typeof queuedSearchSchema>;
