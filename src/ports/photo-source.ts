/** One file of a source that may be a photo. */
export interface SourcePhoto {
  /** Path or name that identifies the file inside its source and is shown to people. */
  readonly name: string;
  /** Page or picture address, if it has one. */
  readonly url?: string;
  /**
   * Reads the file. A larger one than the limit is refused without being read.
   *
   * @throws Fault `photo_too_large`; other errors when it cannot be read (any more)
   */
  read(limitBytes?: number): Promise<Uint8Array>;
}

/** Where many photos come from: a folder, an archive, a server. */
export interface PhotoSource {
  /** Such as `folder`; kept as the provenance of each photo. */
  readonly kind: string;
  /** Every file that looks like a photo, in a stable order. */
  photos(): AsyncIterable<SourcePhoto>;
}
