import type { Calibration } from './score.ts';

/** What a model of a pack does. */
export type ModelRole = 'detector' | 'landmarks' | 'recogniser' | 'projection' | 'liveness';

/** One model of a pack and where it comes from. */
export interface PackModel {
  readonly role: ModelRole;
  readonly name: string;
  readonly file: string;
  readonly licence: string;
  readonly origin: string;
  /** Set when the file does not come with the installation. */
  readonly download?: ModelDownload | undefined;
}

/** A model file that is fetched on demand. */
export interface ModelDownload {
  /** Where its publisher offers exactly these bytes; not set when the file was converted from another format. */
  readonly url?: string | undefined;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The part of a template that one recogniser made. */
export interface TemplateSegment {
  /** The recogniser's name, such as `resnet-128`. */
  readonly name: string;
  /** First dimension of the segment. */
  readonly start: number;
  readonly dimensions: number;
  /** Share of the template's squared length, 0..1; all shares add up to 1. */
  readonly weight: number;
  /**
   * The cosine of two faces' segments from which on this recogniser alone takes them for the same person's: that of the
   * false-match rate that a score of 83 stands for. Undefined when it was not measured.
   */
  readonly matchSimilarity?: number | undefined;
}

/** A named set of models and the calibration measured for it. Templates of two packs never compare. */
export interface Pack {
  /** Name and revision, such as `standard-2`; galleries are bound to it. */
  readonly id: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly templateDimensions: number;
  /** One a recogniser, in the order of the template. */
  readonly segments: readonly TemplateSegment[];
  readonly models: readonly PackModel[];
  readonly calibration: Calibration;
  /** True while the calibration is a guess and not measured with these models. */
  readonly provisional: boolean;
  /** Whether it can tell a living face from a picture of one. */
  readonly liveness: boolean;
}
