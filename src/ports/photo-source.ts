import type { Metadata } from '../core/metadata.ts';
import { OperatorError } from '../core/operator-error.ts';

/** A source, or a file of it, cannot be used. */
export abstract class SourceError extends OperatorError {
  /** Whether perhaps no file of the source can be read now, such as when its server is gone. */
  abstract readonly mayBeOfAll: boolean;
}

/** What lies beside a photo and speaks of it. */
export interface Sidecar {
  /** To be remembered with the photo's faces. */
  readonly metadata?: Metadata | undefined;
  /** Page address of the photo. */
  readonly url?: string | undefined;
  /** Text of an XMP file. */
  readonly xmp?: string | undefined;
}

/** One file of a source that may be a photo. */
export interface SourcePhoto {
  /** Path or name that is shown to people. */
  readonly name: string;
  /** Identifies the file inside its source also when two have one name, such as the id that a drive gives it. */
  readonly id: string;
  /** Another one when the file has changed, such as its size and time; undefined when the source does not know. */
  readonly version?: string | undefined;
  /** Page or picture address, if it has one. */
  readonly url?: string | undefined;
  /** What the source has to say of it beside the picture, to be remembered with its faces. */
  readonly metadata?: Metadata | undefined;
  /**
   * Reads the file. A larger one than the limit is refused without being read to its end.
   *
   * @throws Fault `photo_too_large`; SourceError and other errors when it cannot be read (any more)
   */
  read(limitBytes?: number): Promise<Uint8Array>;
  /** Reads what lies beside it. By default nothing does. @throws OperatorError when that cannot be used */
  readonly sidecar?: (() => Promise<Sidecar>) | undefined;
}

/** Where many photos come from: a folder, an archive, a server. */
export interface PhotoSource {
  /** Such as `folder`; kept as the provenance of each photo. */
  readonly kind: string;
  /**
   * Every file that looks like a photo, in a stable order, with memory for some of them only. Several may be read at the
   * same time, while others are listed.
   *
   * @param signal ends an endless source; others need not heed it
   * @throws OperatorError, or Fault, when the source cannot be listed any further, after it has tried again itself
   */
  photos(signal?: AbortSignal): AsyncIterable<SourcePhoto>;
  /**
   * How many files `photos` gives, for a source that knows it with less work than by giving them.
   *
   * @param signal ends it; then the number is of no use
   * @throws as `photos` does
   */
  readonly count?: ((signal: AbortSignal) => Promise<number>) | undefined;
  /** Whether it waits for new photos when all are listed, until the signal. Default false. */
  readonly isEndless?: boolean;
  /** Ends its connections. */
  close(): Promise<void>;
}
