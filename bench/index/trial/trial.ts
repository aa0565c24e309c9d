import { z } from 'zod';
import { dataSpecificationSchema } from '../data/open-faces.ts';

/** One engine with one data set. */
export const trialSchema = z.object({
  engine: z.string(),
  specification: dataSpecificationSchema,
  /** A peer whose build would take longer is given up. */
  buildLimitMs: z.number(),
  /** How long each setting is searched with, alone and four at once. */
  searchLimitMs: z.number(),
});
export type Trial = z.output<typeof trialSchema>;

const timesSchema = z.object({
  searches: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  searchesPerSecond: z.number(),
});
const loopSchema = z.object({ p99Ms: z.number(), maxMs: z.number() });

const buildSchema = z.object({
  faces: z.number(),
  /** Adding, without the making of the faces. */
  addMs: z.number(),
  finishMs: z.number(),
  /** What the process grew by, and the most that it ever held, the making of the faces included. */
  memoryBytes: z.number(),
  peakBytes: z.number(),
  diskBytes: z.number(),
  loop: loopSchema,
});
export type Build = z.output<typeof buildSchema>;

const settingResultSchema = z.object({
  setting: z.string(),
  alone: timesSchema,
  together: timesSchema,
  loop: loopSchema,
  recall: z.object({ nearest: z.number(), relevant: z.number(), identity: z.number() }),
});
export type SettingResult = z.output<typeof settingResultSchema>;

const trialResultSchema = z.object({
  /** Why there is no more than this; unset when everything was measured. */
  givenUp: z.string().optional(),
  build: buildSchema.optional(),
  settings: z.array(settingResultSchema),
});
export type TrialResult = z.output<typeof trialResultSchema>;

/** What the process of a trial says: how long to wait for what comes next, and at the end the result. */
export const trialNewsSchema = z.union([
  z.strictObject({ limitMs: z.number() }),
  z.strictObject({ result: trialResultSchema }),
]);
export type TrialNews = z.output<typeof trialNewsSchema>;
