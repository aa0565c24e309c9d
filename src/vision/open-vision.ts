import { availableParallelism } from 'node:os';
import type { Vision } from '../ports/vision.ts';
import { STANDARD_1 } from './packs/standard-1.ts';
import { VisionPool } from './pool/vision-pool.ts';
import { visionWorkerLocation } from './pool/worker-location.ts';

export interface VisionSettings {
  /** Where the model files lie, such as `dist/models`. */
  readonly modelsFolder: string;
  readonly maxPhotoBytes: number;
  readonly maxPhotoPixels: number;
  /** How many photos may wait; more are refused as `overloaded`. */
  readonly visionQueueLimit: number;
  /** How long the analysis of one photo may take, in milliseconds. */
  readonly visionTimeoutMs: number;
  /** Threads that analyse photos; default: one a core, at most 4. */
  readonly visionWorkers?: number | undefined;
}

const MOST_WORKERS_BY_DEFAULT = 4;

/**
 * Threads that analyse photos with the pack `standard-1`; they start with the first photo or with `ready()`.
 * Whoever opens it closes it.
 */
export function openVision(settings: VisionSettings): Vision {
  return new VisionPool(STANDARD_1, visionWorkerLocation(), {
    modelsFolder: settings.modelsFolder,
    maxPhotoBytes: settings.maxPhotoBytes,
    maxPhotoPixels: settings.maxPhotoPixels,
    workers: settings.visionWorkers ?? Math.min(availableParallelism(), MOST_WORKERS_BY_DEFAULT),
    queueLimit: settings.visionQueueLimit,
    timeoutMs: settings.visionTimeoutMs,
  });
}
