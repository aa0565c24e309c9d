import type { Settings } from '../config/settings.ts';
import type { UpgradeWitness } from '../core/catalog-upgrade.ts';
import type { Box } from '../core/geometry.ts';
import type { Pack } from '../core/pack.ts';
import type { Calibration } from '../core/score.ts';
import type { Services } from '../services/services.ts';
import type { ModelKeeper } from './model-keeper.ts';

/** Photos that can be imported. */
export type PhotoSource = Parameters<Services['importPhotos']>[0]['source'];

/** The engine of Likeness, opened on a data folder. */
export interface Application {
  readonly services: Services;
  readonly pack: Pack;
  /** How many photos are worth working on at the same time. */
  readonly concurrency: number;
  /** The source of a folder of photos, or of a single file. */
  folderSource(path: string): Promise<PhotoSource>;
  readonly calibrations: CalibrationKeeper;
  close(): Promise<void>;
}

/** Keeps calibrations that were measured for added packs. */
export interface CalibrationKeeper {
  /** @throws Fault `pack_not_installed`; OperatorError when the calibration of the pack is fixed */
  requireWritable(idOrName: string): Promise<void>;
  /** @returns the file that it was written to */
  write(packId: string, calibration: Calibration): Promise<string>;
}

/** A server that answers requests. */
export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8686`. */
  readonly address: string;
  /** Set when this start made the first key: its secret, to be shown once. */
  readonly firstKeySecret?: string;
  /** Stops taking requests, finishes those that run, closes everything. Idempotent. */
  close(): Promise<void>;
}

/** One thing that `likeness doctor` looked at. */
export interface Finding {
  readonly subject: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly sentence: string;
  /** What to do, unless it is good. */
  readonly remedy?: string;
}

/** A changed copy of a photo. */
export interface AlteredCopy {
  /** What was done to it, such as `mirrored`. */
  readonly label: string;
  readonly photo: Uint8Array;
  /** Where the face that was named is in the copy. */
  readonly box: Box;
}

/** Makes the pictures that `likeness demo` searches with and for. */
export interface DemoPictures {
  /** Copies of a photo, each altered in another way; every one still shows the face in the box. */
  alteredCopies(photo: Uint8Array, box: Box): Promise<readonly AlteredCopy[]>;
  /** A picture of the face in the box with some of its surroundings. */
  cutFace(photo: Uint8Array, box: Box): Promise<Uint8Array>;
}

/** What the composition root offers to the command line. */
export interface Composition {
  openApplication(settings: Settings, onUpgrade: UpgradeWitness): Promise<Application>;
  startServer(settings: Settings): Promise<RunningServer>;
  /** Looks at models, disk, database, blobs and memory; repairs nothing. */
  diagnose(settings: Settings): AsyncIterable<Finding>;
  /** Keeps the models; opens neither engine nor catalog. */
  openModelKeeper(settings: Settings): ModelKeeper;
  /** Loaded on demand, because it needs the picture library in this process. */
  loadDemoPictures(): Promise<DemoPictures>;
}
