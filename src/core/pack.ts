import type { Calibration } from './score.ts';

/** One model of a pack and where it comes from. */
export interface PackModel {
  readonly role: 'detector' | 'landmarks' | 'recogniser' | 'liveness';
  readonly name: string;
  readonly file: string;
  readonly licence: string;
  readonly origin: string;
}

/** A named set of models and the calibration measured for it. Templates of two packs never compare. */
export interface Pack {
  /** Name and revision, such as `standard-1`; galleries are bound to it. */
  readonly id: string;
  readonly templateDimensions: number;
  readonly models: readonly PackModel[];
  readonly calibration: Calibration;
}
