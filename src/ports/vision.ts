import type { FaceQuality } from '../core/face.ts';
import type { Box, Landmarks } from '../core/geometry.ts';
import type { NamedRegion } from '../core/name-faces.ts';
import type { Pack } from '../core/pack.ts';

/** Whether a face is in front of the camera, or a picture of it. */
export interface Liveness {
  /** How sure the models are that it lives, 0..1. */
  readonly score: number;
  readonly verdict: 'real' | 'fake';
}

/** A face whose place in a photo is known already, in shares (0..1) of the upright photo's width and height. */
export interface KnownFace {
  readonly box: Box;
  readonly landmarks: Landmarks;
}

/** One face found in a photo. */
export interface AnalyzedFace {
  readonly box: Box;
  readonly landmarks: Landmarks;
  /** The detector's confidence, 0..1. */
  readonly confidence: number;
  readonly quality: Required<FaceQuality>;
  /** Unit length, as many dimensions as the pack says. */
  readonly template: Float32Array;
  /** Set when it was asked for and the pack can tell. */
  readonly liveness?: Liveness;
  /** WebP of the face with its surroundings, longest side at most 320 px. Empty unless asked for. */
  readonly crop: Uint8Array;
}

export interface AnalyzedPhoto {
  /** Of the upright picture, in pixels. Boxes and landmarks are in these pixels. */
  readonly width: number;
  readonly height: number;
  /** `jpeg`, `png`, `webp`, `avif`, `gif` or `tiff`. */
  readonly format: string;
  /**
   * The most prominent first: by area, counted for less towards the edges of the picture; of the most prominent ones
   * that differ by less than a tenth the leftmost leads: copies of one photo must agree. Empty when there is none.
   */
  readonly faces: readonly AnalyzedFace[];
  /** Set when they were asked for. */
  readonly namedRegions?: readonly NamedRegion[];
  readonly timings: StageTimings;
}

/** Milliseconds spent in each stage, and in the queue before it. */
export interface StageTimings {
  readonly queueMs: number;
  readonly decodeMs: number;
  readonly detectMs: number;
  /** Landmarks, alignment, embedding, quality, liveness. */
  readonly embedMs: number;
  /** Cutting and encoding the pictures of the faces. */
  readonly cropMs: number;
}

export interface AnalyzeOptions {
  /** The pack that makes the templates; default: `Vision.pack`. */
  readonly packId?: string;
  /** Whether to ask the pack's liveness models. Default false. */
  readonly liveness?: boolean;
  /**
   * Answer exactly these faces, in this order, instead of those that are found: where the detector finds one of
   * them its landmarks are used, else the known ones.
   */
  readonly known?: readonly KnownFace[];
  /** Whether to make the pictures of the faces. Default false. */
  readonly crops?: boolean;
  /**
   * Answers which regions of the photo bear a person's name: by this XMP, which lies beside the photo, or if it names
   * nobody, by that in the photo.
   */
  readonly namedRegions?: { readonly xmp?: string | undefined };
}

export interface VisionLoad {
  readonly workers: number;
  readonly active: number;
  readonly queued: number;
  readonly queueLimit: number;
}

/** Photo in, faces out. Decoding and inference never run on the calling thread. */
export interface Vision {
  /** The pack of galleries that are made without naming one. */
  readonly pack: Pack;
  /** Every pack whose models are there, by id. */
  installedPacks(): Promise<readonly Pack[]>;
  /**
   * The pack of this id, or the newest of this name (`accurate` for `accurate-1`).
   *
   * @throws Fault `pack_not_installed`
   */
  requirePack(idOrName: string): Promise<Pack>;
  /** Resolves when every model of `pack` is loaded in every worker; rejects when one cannot be. */
  ready(): Promise<void>;
  /**
   * Finds and embeds the faces of one photo. The same bytes give the same answer, bit for bit.
   * The caller keeps its bytes.
   *
   * @throws Fault `photo_not_an_image`, `photo_damaged`, `photo_too_large`, `photo_too_many_pixels`,
   * `pack_not_installed`, `overloaded` (the queue is full, or the photo waited too long), `analysis_timed_out`, `analysis_failed`
   * (the thread died), `shutting_down`
   * @throws Error when a mistake of ours spoils the analysis
   */
  analyze(photo: Uint8Array, options?: AnalyzeOptions): Promise<AnalyzedPhoto>;
  load(): VisionLoad;
  /** Finishes what runs, refuses what waits, ends the workers. Idempotent. */
  close(): Promise<void>;
}
