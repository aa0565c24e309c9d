import { describe, expect, it } from 'vitest';
import { retrying } from '../../src/sources/retry-rules.ts';

const RULES = { attempts: 5, firstPauseMs: 1, mostPauseMs: 10 };
/** Timers count in whole milliseconds. */
const TIMER_ERROR_MS = 2;
const NEVER = new AbortController().signal;

/** Fails so often, and notes when it was tried. */
function failing(failures: number) {
  const triedAtMs: number[] = [];
  const attempt = () => {
    triedAtMs.push(performance.now());
    return triedAtMs.length <= failures
      ? Promise.reject(new Error(`failure ${triedAtMs.length}`))
      : Promise.resolve('done');
  };
  const pausesMs = () => triedAtMs.slice(1).map((atMs, index) => atMs - (triedAtMs[index] ?? 0));
  return { attempt, pausesMs };
}

describe('Trying again', () => {
  it('waits twice as long each time, or up to half of that less, and not longer than the most', async () => {
    const { attempt, pausesMs } = failing(11);
    const rules = { attempts: 12, firstPauseMs: 20, mostPauseMs: 80 };
    expect(await retrying(rules, { waitAfter: () => 0, signal: NEVER }, attempt)).toBe('done');
    const least = [10, 20, 40];
    expect(pausesMs().filter((pauseMs, index) => pauseMs < (least[index] ?? 40) - TIMER_ERROR_MS)).toEqual(
      [],
    );
    // Without a bound it would be more than 20 s.
    expect(pausesMs().reduce((sum, pauseMs) => sum + pauseMs)).toBeLessThan(10_000);
  });

  it('waits as long as it is asked to, up to the most', async () => {
    const { attempt, pausesMs } = failing(2);
    const asked = [150, 60_000];
    const rules = { attempts: 5, firstPauseMs: 1, mostPauseMs: 300 };
    await retrying(rules, { waitAfter: () => asked.shift(), signal: NEVER }, attempt);
    const [first = 0, second = 0] = pausesMs();
    expect(first).toBeGreaterThan(150 - TIMER_ERROR_MS);
    expect(second).toBeGreaterThan(300 - TIMER_ERROR_MS);
    expect(second).toBeLessThan(30_000);
  });

  it('gives up with the last error after so many attempts', async () => {
    const { attempt, pausesMs } = failing(99);
    const trying = retrying(RULES, { waitAfter: () => 0, signal: NEVER }, attempt).catch(String);
    expect(await trying).toBe('Error: failure 5');
    expect(pausesMs()).toHaveLength(4);
  });

  it('gives up at once when trying again is of no use', async () => {
    const { attempt, pausesMs } = failing(99);
    await expect(retrying(RULES, { waitAfter: () => undefined, signal: NEVER }, attempt)).rejects.toThrow(
      'failure 1',
    );
    expect(pausesMs()).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const { attempt, pausesMs } = failing(99);
    const stop = new AbortController();
    const trying = retrying(
      { ...RULES, mostPauseMs: 60_000 },
      { waitAfter: () => 60_000, signal: stop.signal },
      attempt,
    ).catch(String);
    setTimeout(() => stop.abort(), 10);
    expect(await trying).toMatch(/abort/i);
    expect(pausesMs()).toEqual([]);
  });
});
