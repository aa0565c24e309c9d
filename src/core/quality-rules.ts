import type { FaceQuality } from './face.ts';

/** What thresholds can be set for: the whole, then its parts. */
export const QUALITY_PARTS = ['score', 'size', 'sharpness', 'pose', 'brightness', 'detection'] as const;

export type QualityPart = (typeof QUALITY_PARTS)[number];

/** The least that a part must reach, 0..1. What is not named may be anything. */
export type QualityBounds = { readonly [part in QualityPart]?: number | undefined };

/** Which faces a gallery takes. */
export interface QualityRules {
  /** Below one of these a face is stored, and the answer warns. */
  readonly warnBelow: QualityBounds;
  /** Below one of these a face is not stored. */
  readonly rejectBelow: QualityBounds;
}

/** Takes every face. */
export const NO_QUALITY_RULES: QualityRules = { warnBelow: {}, rejectBelow: {} };

/** A part that fell short of its bound. */
export interface QualityShortfall {
  readonly part: QualityPart;
  readonly value: number;
  readonly least: number;
}

export interface QualityJudgement {
  readonly verdict: 'accept' | 'warn' | 'reject';
  /** Why it is not accepted; empty when it is. */
  readonly shortfalls: readonly QualityShortfall[];
}

function shortfallsOf(bounds: QualityBounds, quality: FaceQuality): QualityShortfall[] {
  return QUALITY_PARTS.flatMap((part) => {
    const [value, least] = [quality[part], bounds[part]];
    return value !== undefined && least !== undefined && value < least ? [{ part, value, least }] : [];
  });
}

/** Whether a gallery with these rules takes a face of this quality. A part that was not measured falls not short. */
export function judgeQuality(rules: QualityRules, quality: FaceQuality): QualityJudgement {
  const rejected = shortfallsOf(rules.rejectBelow, quality);
  if (rejected.length > 0) return { verdict: 'reject', shortfalls: rejected };
  const warned = shortfallsOf(rules.warnBelow, quality);
  return { verdict: warned.length > 0 ? 'warn' : 'accept', shortfalls: warned };
}

/** In words, such as `sharpness 0.12 is below 0.3`. */
export function describeShortfalls(shortfalls: readonly QualityShortfall[]): string {
  return shortfalls
    .map(({ part, value, least }) => `${part} ${value.toFixed(2)} is below ${least}`)
    .join(', ');
}
