import type { Pack, PackModel } from '../core/pack.ts';

/** A model file of a pack, and what is known of it. */
export interface ModelFile {
  readonly model: PackModel;
  /** Of the right file; of one that comes with the installation as its build wrote them down. */
  readonly bytes?: number | undefined;
  /** Of the right file, lower-case hex. */
  readonly sha256?: string | undefined;
  /** Where it lies; undefined when it is missing. */
  readonly path?: string | undefined;
}

/** A pack that is described somewhere, installed or not. */
export interface KnownPack {
  readonly pack: Pack;
  /** Whether Likeness itself describes it; otherwise somebody has added it. */
  readonly builtIn: boolean;
  /** Whether every file is there that it cannot work without. */
  readonly installed: boolean;
  /** `missing`: it could tell a living face, but those files are not there. */
  readonly liveness: 'ready' | 'missing' | 'none';
  /** How many galleries are bound to it. */
  readonly galleries: number;
  readonly files: readonly ModelFile[];
}

/** Hears what a pull does. */
export interface PullListener {
  /** A file is missing and will be fetched from one of these addresses. */
  onFetching(model: PackModel, addresses: readonly string[]): void;
  /** So much of that file has arrived, in bytes. */
  onReceived(receivedBytes: number): void;
  /** It is there, whole and verified. */
  onFetched(model: PackModel): void;
}

/** What became of one file of a pull. */
export interface PulledFile {
  readonly model: PackModel;
  /** `not-offered`: nobody gives these bytes. */
  readonly outcome: 'found' | 'fetched' | 'not-offered';
  /** What was wrong with each address that was asked, if any was. */
  readonly trouble?: string | undefined;
  /** Where it lies, unless it is not offered. */
  readonly path?: string | undefined;
}

export interface Pull {
  readonly packId: string;
  readonly files: readonly PulledFile[];
}

/** A model of somebody's own and how it is asked. */
export interface AddRequest {
  readonly path: string;
  /** Name of the pack, without its revision. */
  readonly name: string;
  /** Side of the square picture that the model sees; default: what the model says. */
  readonly sidePx?: number | undefined;
  readonly alignment: { readonly template: 'arcface' | 'dlib'; readonly padding: number };
  readonly channels: 'rgb' | 'bgr';
  /** Subtracted from 0..255, in the order of the channels. */
  readonly mean: readonly [number, number, number];
  /** What is left is divided by it. */
  readonly deviation: readonly [number, number, number];
  /** Default: the only one. */
  readonly inputName?: string | undefined;
  readonly outputName?: string | undefined;
  /** Whether each face is also read in the mirror. */
  readonly mirrored: boolean;
  /** Default: `yunet` where its file is there, else `ssd`. */
  readonly detector?: 'yunet' | 'ssd' | undefined;
  readonly licence: string;
  readonly origin: string;
}

/** One file that was looked at. */
export interface VerifiedFile {
  readonly packId: string;
  readonly file: string;
  readonly state: 'good' | 'wrong' | 'missing';
  readonly path?: string | undefined;
  /** What to do, unless it is good. */
  readonly remedy?: string | undefined;
}

export interface Removal {
  readonly packId: string;
  readonly removed: readonly string[];
  /** Files that stay, and why. */
  readonly kept: readonly { readonly file: string; readonly reason: string }[];
}

/** Keeps the models that galleries can be made with. A pack is named by its id, or by its name for the newest one. */
export interface ModelKeeper {
  /** Every pack, by id. */
  packs(): Promise<readonly KnownPack[]>;
  /** @throws OperatorError when there is none */
  pack(idOrName: string): Promise<KnownPack>;
  /**
   * Fetches what is missing of a pack.
   *
   * @throws OperatorError when the pack cannot work without a file that could not be fetched
   */
  pull(idOrName: string, listener: PullListener): Promise<Pull>;
  /** Makes a pack of a recogniser. @throws OperatorError when it cannot be used */
  add(request: AddRequest): Promise<KnownPack>;
  /** Reads every file of one pack, or of all that are installed or in use, and compares its hash. */
  verify(idOrName?: string): Promise<readonly VerifiedFile[]>;
  /** Removes the fetched files of a pack that no other one needs. @throws OperatorError while galleries use it */
  remove(idOrName: string): Promise<Removal>;
}
