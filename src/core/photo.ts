import { Fault } from './fault.ts';

/** Where a photo came from. Every import names its provenance. */
export interface PhotoSource {
  /** How it arrived, such as `upload`, `folder`, `base64`. */
  readonly kind: string;
  /** Page or picture address, if it has one. */
  readonly url?: string;
  /** File name or path as given. */
  readonly fileName?: string;
}

/** Longest file name or address of a photo that is stored, in characters. */
const SOURCE_TEXT_LIMIT_CHARACTERS = 4096;

/** The same source, if it is not too long to be stored. @throws Fault `source_too_long` */
export function requireStorableSource(source: PhotoSource): PhotoSource {
  const characters = Math.max(source.fileName?.length ?? 0, source.url?.length ?? 0);
  if (characters <= SOURCE_TEXT_LIMIT_CHARACTERS) return source;
  const details = { characters, limitCharacters: SOURCE_TEXT_LIMIT_CHARACTERS };
  throw new Fault('source_too_long', { details });
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
  /** When the same file was last imported; at first as `createdAtMs`. */
  readonly lastSeenAtMs: number;
}
