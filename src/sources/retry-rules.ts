import { setTimeout as sleep } from 'node:timers/promises';

/** How patiently something is tried again. */
export interface RetryRules {
  /** How often it is tried in all, 1 or more. */
  readonly attempts: number;
  /** The pause after the first failure; each further one is twice as long. */
  readonly firstPauseMs: number;
  readonly mostPauseMs: number;
}

/** What decides whether a failure may pass. */
export interface RetryJudge {
  /** @returns how long the other side asks us to wait, 0 if it does not; undefined when trying again is of no use */
  waitAfter(error: unknown): number | undefined;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Between half and all of it, so that those who failed together do not come again together. */
function withJitter(pauseMs: number): number {
  return pauseMs * (0.5 + Math.random() / 2);
}

/**
 * Tries until it succeeds, with longer and longer pauses. What the other side asks for is honoured up to the longest
 * pause.
 *
 * @throws the last error
 */
export async function retrying<Result>(
  rules: RetryRules,
  judge: RetryJudge,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      const askedMs = judge.waitAfter(error);
      if (askedMs === undefined || failures >= rules.attempts || judge.signal.aborted) throw error;
      const pauseMs = withJitter(Math.min(rules.firstPauseMs * 2 ** (failures - 1), rules.mostPauseMs));
      await sleep(Math.min(Math.max(pauseMs, askedMs), rules.mostPauseMs), undefined, {
        signal: judge.signal,
      });
    }
  }
}
