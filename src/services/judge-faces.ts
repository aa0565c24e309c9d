import type { FaceQuality } from '../core/face.ts';
import { Fault } from '../core/fault.ts';
import type { Box } from '../core/geometry.ts';
import {
  describeShortfalls,
  judgeQuality,
  type QualityRules,
  type QualityShortfall,
} from '../core/quality-rules.ts';
import type { AnalyzedFace } from '../ports/vision.ts';
import { type LivenessMode, type LivenessOutcome, livenessOutcomeOf } from './liveness.ts';

/** What is to be said of a face that a gallery takes. */
export interface FaceJudgement {
  /** Why the gallery warns; empty when it does not. */
  readonly warnings: readonly QualityShortfall[];
  /** Set when it was asked for. */
  readonly liveness?: LivenessOutcome;
}

/** A face that a gallery does not take. */
export interface RejectedFace {
  readonly box: Box;
  readonly quality: FaceQuality;
  readonly shortfalls: readonly QualityShortfall[];
}

export interface JudgedFaces {
  readonly accepted: readonly { readonly face: AnalyzedFace; readonly judgement: FaceJudgement }[];
  readonly rejected: readonly RejectedFace[];
}

/**
 * Which of the faces of a photo a gallery takes.
 *
 * @param faces one or more
 * @throws Fault `face_quality_too_low` when it takes none, `liveness_failed` when one that it would take must live and
 * does not seem to
 */
export function judgeFaces(
  faces: readonly AnalyzedFace[],
  { rules, liveness }: { readonly rules: QualityRules; readonly liveness: LivenessMode },
): JudgedFaces {
  const judged = faces.map((face) => ({ face, ...judgeQuality(rules, face.quality) }));
  const rejected = judged.filter(({ verdict }) => verdict === 'reject');
  if (rejected.length === faces.length) {
    const shortfalls = describeShortfalls(rejected[0]?.shortfalls ?? []);
    throw new Fault('face_quality_too_low', { details: { shortfalls } });
  }
  const accepted = judged.filter(({ verdict }) => verdict !== 'reject');
  return {
    accepted: accepted.map(({ face, shortfalls }) => {
      const outcome = livenessOutcomeOf(face, liveness, 'the picture');
      return { face, judgement: { warnings: shortfalls, ...(outcome && { liveness: outcome }) } };
    }),
    rejected: rejected.map(({ face, shortfalls }) => ({ box: face.box, quality: face.quality, shortfalls })),
  };
}
