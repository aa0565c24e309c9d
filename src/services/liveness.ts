import { Fault } from '../core/fault.ts';
import type { Pack } from '../core/pack.ts';
import type { AnalyzedFace, Liveness } from '../ports/vision.ts';

/** What a caller wants to know of liveness: nothing, an opinion, or a gate that fakes do not pass. */
export const LIVENESS_MODES = ['off', 'report', 'require'] as const;

export type LivenessMode = (typeof LIVENESS_MODES)[number];

/** What is said of a face's liveness: the pack's opinion, or that it has none. */
export type LivenessOutcome = Liveness | { readonly verdict: 'unavailable' };

/** @throws Fault `liveness_unavailable` when liveness is required and the pack cannot tell */
export function requireLivenessModels(pack: Pack, mode: LivenessMode): void {
  if (mode !== 'require' || pack.liveness) return;
  throw new Fault('liveness_unavailable', { details: { pack: pack.id } });
}

/**
 * What is to be said of an analysed face; undefined when nobody asked.
 *
 * @param picture how the photo is called in a fault, such as `the first picture`
 * @throws Fault `liveness_failed` when liveness is required and the face looks like a picture of one
 */
export function livenessOutcomeOf(
  face: AnalyzedFace,
  mode: LivenessMode,
  picture: string,
): LivenessOutcome | undefined {
  if (mode === 'off') return undefined;
  const outcome = face.liveness ?? { verdict: 'unavailable' };
  if (mode === 'require' && outcome.verdict !== 'real') {
    throw new Fault('liveness_failed', { details: { picture } });
  }
  return outcome;
}
