import { toGrey } from './grey.ts';
import type { Picture } from './picture.ts';

const LEVELS = 256;
/** What stands for the darkest and the brightest parts of a face: single pixels are noise. */
const DARK_SHARE = 0.05;
const BRIGHT_SHARE = 0.9;

/** The bright parts of a face that cannot be made out, and of one that is lit enough, 0..255. */
const TOO_DARK = 10;
const LIT = 55;
/** Levels between the dark and the bright parts, of a face in fog or glare, and of one with shape. */
const FLAT = 8;
const SHAPED = 55;
/** From this level on a camera tells no shape; how much of a face may be so, and how much spoils it. */
const BLOWN_LEVEL = 250;
const BLOWN_SHARE = { harmless: 0.03, useless: 0.2 } as const;

/** 0 at `from` and 1 at `to`, straight between. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The level below which a share of the pixels lies. */
function levelAtShare(counts: Uint32Array, pixels: number, share: number): number {
  let below = 0;
  for (let level = 0; level < LEVELS; level += 1) {
    below += counts[level] ?? 0;
    if (below >= share * pixels) return level;
  }
  return LEVELS - 1;
}

/**
 * Whether an aligned face is lit well, 0 to 1: the worst of three, too dark, too flat, blown out. It asks for room between
 * dark and bright parts and not for a certain mean, so that dark and light skin are judged alike.
 */
export function brightnessOf(chip: Picture): number {
  const grey = toGrey(chip);
  const counts = new Uint32Array(LEVELS);
  for (const value of grey) {
    const level = Math.min(LEVELS - 1, Math.round(value));
    counts[level] = (counts[level] ?? 0) + 1;
  }
  const dark = levelAtShare(counts, grey.length, DARK_SHARE);
  const bright = levelAtShare(counts, grey.length, BRIGHT_SHARE);
  const blown = counts.subarray(BLOWN_LEVEL).reduce((sum, count) => sum + count, 0) / grey.length;
  return Math.min(
    ramp(bright, TOO_DARK, LIT),
    ramp(bright - dark, FLAT, SHAPED),
    1 - ramp(blown, BLOWN_SHARE.harmless, BLOWN_SHARE.useless),
  );
}
