import { z } from 'zod';
import { MOST_DIMENSIONS } from './family.ts';
import { isRowFileName } from './index-folder.ts';

/** To be changed with whatever decides the codes, the rows of 8-bit templates or their order. */
const LAYOUT = 'blocks of 32, three rounds of signs from seededRandom, 1';

const wholeNumber = z.number().int().nonnegative();

const familySchema = z.strictObject({
  /** What `RowKeeper` knows it by. */
  key: z.string(),
  dimensions: wholeNumber.min(1).max(MOST_DIMENSIONS),
  bits: wholeNumber,
  seed: wholeNumber,
  file: z.string().refine(isRowFileName),
  /** How many rows have ever come. */
  rows: wholeNumber,
  /** How often the mean was taken. */
  centred: wholeNumber,
  /** Float32, little endian, in base64; null before it was taken. */
  mean: z.string().nullable(),
});

/** The table of contents of a snapshot. The pieces of its spaces come in this order; see `SnapshotPiece`. */
export const snapshotSchema = z.strictObject({
  layout: z.literal(LAYOUT).default(LAYOUT),
  token: z.string().min(1),
  cursor: z.strictObject({ face: wholeNumber, removal: wholeNumber }),
  families: z.array(familySchema),
  /** Name, place of the family, and how many faces. */
  spaces: z.array(z.tuple([z.string(), wholeNumber, wholeNumber.min(1)])),
});

export type SnapshotText = z.output<typeof snapshotSchema>;

export type SavedFamily = SnapshotText['families'][number];

/** What is read is no snapshot that can be used. */
export class SnapshotDamage extends Error {
  override readonly name = 'SnapshotDamage';
}

/** @throws SnapshotDamage when another version has written it */
export function parseSnapshotText(text: string): SnapshotText {
  const parsed = snapshotSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SnapshotDamage('it was written by another version');
  return parsed.data;
}

export const snapshotLayout = LAYOUT;
