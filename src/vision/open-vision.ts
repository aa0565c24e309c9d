import { availableParallelism } from 'node:os';
import type { Vision } from '../ports/vision.ts';
import { DEFAULT_PACK } from './packs/built-in-packs.ts';
import type { ModelFolders } from './packs/model-folders.ts';
import type { PackShelf } from './packs/pack-shelf.ts';
import { VisionPool } from './pool/vision-pool.ts';
import { visionWorkerLocation } from './pool/worker-location.ts';

export interface VisionSettings {
  /** Where model files are looked for, the first folder first. */
  readonly modelFolders: ModelFolders;
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
 * Threads that analyse photos with any pack that is installed; they start with the first photo or with `ready()`.
 * Whoever opens it closes it.
 */
export function openVision(shelf: PackShelf, settings: VisionSettings): Vision {
  return new VisionPool({ shelf, defaultPack: DEFAULT_PACK }, visionWorkerLocation(), {
    modelFolders: settings.modelFolders,
    maxPhotoBytes: settings.maxPhotoBytes,
    maxPhotoPixels: settings.maxPhotoPixels,
    workers: settings.visionWorkers ?? Math.min(availableParallelism(), MOST_WORKERS_BY_DEFAULT),
    queueLimit: settings.visionQueueLimit,
    timeoutMs: settings.visionTimeoutMs,
  });
}
