import { z } from 'zod';
import type { LivenessOutcome } from '../services/liveness.ts';

/** What commands print of a face's liveness with `--json`. */
export const livenessOutput = z.union([
  z.strictObject({ verdict: z.enum(['real', 'fake']), score: z.number() }),
  z.strictObject({ verdict: z.literal('unavailable') }),
]);

/** How the flag is described. */
export const LIVENESS_FLAG = [
  '--liveness <mode>',
  'off, report (say whether a face seems to live) or require (refuse it unless it does); default off',
] as const;

/** One sentence for people. */
export function describeLiveness(outcome: LivenessOutcome): string {
  if (outcome.verdict === 'unavailable') return 'the model pack cannot tell living faces from pictures.';
  const percent = Math.round(100 * outcome.score);
  return outcome.verdict === 'real'
    ? `a living face (${percent} % sure; an opinion, not a proof).`
    : `looks like a picture of a face (${percent} % sure that it lives).`;
}
