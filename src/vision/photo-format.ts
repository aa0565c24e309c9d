/** Formats that are decoded. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff';

interface Signature {
  readonly format: PhotoFormat;
  readonly offset: number;
  readonly bytes: string;
}

/** First bytes as Latin-1 text. */
const SIGNATURES: readonly Signature[] = [
  { format: 'jpeg', offset: 0, bytes: '\xff\xd8\xff' },
  { format: 'png', offset: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { format: 'webp', offset: 8, bytes: 'WEBP' },
  { format: 'gif', offset: 0, bytes: 'GIF8' },
  { format: 'tiff', offset: 0, bytes: 'II*\0' },
  { format: 'tiff', offset: 0, bytes: 'MM\0*' },
];

/** Where an ISO media file names what it is compatible with; AVIF is named `avif` or `avis` there. */
const BRANDS = { from: 8, to: 64 };
const AVIF_BRAND = /avi[fs]/;

/**
 * What a file is, by its first bytes; undefined when it is none of the formats that are decoded. A name or
 * a content type is not trusted, and no other decoder ever sees the file.
 */
export function photoFormatOf(photo: Uint8Array): PhotoFormat | undefined {
  const start = Buffer.from(photo.buffer, photo.byteOffset, Math.min(photo.byteLength, BRANDS.to)).toString(
    'latin1',
  );
  if (start.slice(4, 8) === 'ftyp') return AVIF_BRAND.test(start.slice(BRANDS.from)) ? 'avif' : undefined;
  return SIGNATURES.find(({ offset, bytes }) => start.startsWith(bytes, offset))?.format;
}
