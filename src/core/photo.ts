/** Where a photo came from. Every import names its provenance. */
export interface PhotoSource {
  /** How it arrived, such as `upload`, `folder`, `faceping`. */
  readonly kind: string;
  /** Page or picture address, if it has one. */
  readonly url?: string;
  /** File name or path as given. */
  readonly fileName?: string;
}

/** A photo whose faces are stored in a gallery. */
export interface Photo {
  readonly id: string;
  readonly galleryId: string;
  /** Of the file as received, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Of the upright picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** `jpeg`, `png`, `webp`, `avif`, `gif` or `tiff`. */
  readonly format: string;
  readonly source: PhotoSource;
  /** Content address of the file as received, when originals are kept. */
  readonly originalBlob?: string;
  readonly faceCount: number;
  readonly createdAtMs: number;
}
