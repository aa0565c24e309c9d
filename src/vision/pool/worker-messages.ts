import { z } from 'zod';
import { type FaultCode, isFaultCode } from '../../core/fault.ts';
import type { AnalyzedPhoto, AnalyzeOptions } from '../../ports/vision.ts';
import type { PackRecipe } from '../packs/pack-definition.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What a worker is started with. */
export const workerSetupSchema = z.object({
  /** Where model files are looked for, the first folder first. */
  modelFolders: z.array(z.string()).readonly(),
  /** The pack that is loaded at the start. */
  recipe: z.custom<PackRecipe>(isObject),
  maxPhotoBytes: z.number(),
  maxPhotoPixels: z.number(),
});

export type WorkerSetup = z.output<typeof workerSetupSchema>;

/** Main thread to worker. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('analyze'),
    photo: z.instanceof(Uint8Array),
    recipe: z.custom<PackRecipe>(isObject),
    options: z.custom<AnalyzeOptions>(isObject),
  }),
  z.object({ kind: z.literal('end') }),
]);

export type WorkerRequest = z.output<typeof requestSchema>;

/** Worker to main thread. */
export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('analyzed'), photo: z.custom<AnalyzedPhoto>(isObject) }),
  z.object({
    kind: z.literal('fault'),
    code: z.custom<FaultCode>((value) => typeof value === 'string' && isFaultCode(value)),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** The models of a pack cannot be loaded, and a person must act. */
  z.object({ kind: z.literal('unusable'), sentence: z.string(), remedy: z.string() }),
  /** Not a fault but a bug. */
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

export type WorkerReply = z.output<typeof replySchema>;
