import { Fault } from './fault.ts';
import type { QualityRules } from './quality-rules.ts';

/** A named set of faces, bound to one pack, or to foreign vectors of one dimension (see `foreignPackId`). */
export interface Gallery {
  readonly id: string;
  readonly name: string;
  /** Of the pack that its templates were made with, or a `foreignPackId`. */
  readonly packId: string;
  /** Which faces it takes. */
  readonly quality: QualityRules;
  readonly faceCount: number;
  readonly photoCount: number;
  readonly createdAtMs: number;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,127}$/u;

/** Whether a gallery can have this name, in the form in which it is stored. */
export function isGalleryName(name: string): boolean {
  return NAME.test(name);
}

/**
 * A gallery's name: 1 to 128 letters, digits, spaces, `.`, `_`, `@` or `-`, beginning with a letter or digit.
 *
 * @throws Fault `gallery_name_invalid`
 */
export function parseGalleryName(name: string): string {
  const normalized = name.normalize('NFC');
  if (!isGalleryName(normalized)) throw new Fault('gallery_name_invalid', { details: { gallery: name } });
  return normalized;
}
