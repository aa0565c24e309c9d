import { z } from 'zod';
import type { Photo } from '../core/photo.ts';
import type { Match } from '../services/match.ts';
import { bandSchema, describeBox } from './describe-score.ts';
import { type Column, renderTable } from './table.ts';

/** A match in JSON: where it stands, how sure it is, and where the face is. */
export const rankedMatchSchema = z.strictObject({
  rank: z.number(),
  score: z.number(),
  band: bandSchema,
  similarity: z.number(),
  falseMatchRate: z.number(),
  expectedStrangers: z.number(),
  extrapolated: z.boolean(),
  distances: z.record(z.string(), z.number()),
  /** What the photo is called; of a raw vector, `vector` and its id. */
  photo: z.string(),
  url: z.string().optional(),
  box: z
    .strictObject({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
    .optional(),
  faceId: z.string(),
  photoId: z.string().optional(),
  metadata: z.record(z.string(), z.json()),
});

export type RankedMatch = z.output<typeof rankedMatchSchema>;

/** What a photo is called in front of people. */
export function photoName({ source, id }: Photo): string {
  return source.fileName ?? source.url ?? id;
}

function placeOf(match: Match): Pick<RankedMatch, 'photo' | 'url' | 'photoId' | 'box'> {
  if (match.photo === undefined) return { photo: `vector ${match.face.id}` };
  const { url } = match.photo.source;
  const where = { photo: photoName(match.photo), photoId: match.photo.id, box: match.face.box };
  return { ...where, ...(url !== undefined && { url }) };
}

/** Gives each match its rank and leaves out what people need not see. */
export function rankMatches(matches: readonly Match[]): RankedMatch[] {
  return matches.map((match, index) => {
    const { score, band, similarity, falseMatchRate, expectedStrangers, extrapolated, face } = match;
    return rankedMatchSchema.parse({
      rank: index + 1,
      score,
      band,
      similarity,
      falseMatchRate,
      expectedStrangers,
      extrapolated,
      distances: { ...match.distances },
      faceId: face.id,
      ...placeOf(match),
      metadata: face.metadata,
    });
  });
}

const COLUMNS: readonly Column<RankedMatch>[] = [
  { heading: 'rank', align: 'right', cell: ({ rank }) => String(rank) },
  { heading: 'score', align: 'right', cell: ({ score }) => String(score) },
  { heading: 'band', cell: ({ band }) => band },
  { heading: 'photo', cell: ({ photo }) => photo },
  { heading: 'face (pixels)', cell: ({ box }) => (box === undefined ? '' : describeBox(box)) },
];

/** Matches as a table for people. */
export function renderMatches(matches: readonly RankedMatch[]): string {
  return renderTable(matches, COLUMNS);
}
