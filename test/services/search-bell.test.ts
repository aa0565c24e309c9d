import { getEventListeners, setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Listening, SearchBell } from '../../src/services/searches/search-bell.ts';

const LONG_MS = 60_000;
const SOON_MS = 500;

function never(): AbortSignal {
  return new AbortController().signal;
}

/** Whether it was woken long before the time was over. */
async function isWoken(listening: Listening): Promise<boolean> {
  const beganAtMs = performance.now();
  await listening.wait({ timeoutMs: SOON_MS, signal: never() });
  return performance.now() - beganAtMs < SOON_MS / 2;
}

describe('the bell of searches', () => {
  it('wakes every worker when a search is queued, and nobody who waits for an end', async () => {
    const bell = new SearchBell();
    const workers = [bell.listenForQueued(), bell.listenForQueued()];
    const waiting = bell.listenForEnd('a');
    const woken = Promise.all([...workers, waiting].map(isWoken));
    bell.ringQueued();
    expect(await woken).toEqual([true, true, false]);
  });

  it('wakes all who wait for the search that has ended, and nobody else', async () => {
    const bell = new SearchBell();
    const listening = [bell.listenForEnd('a'), bell.listenForEnd('a'), bell.listenForEnd('b')];
    const woken = Promise.all([...listening, bell.listenForQueued()].map(isWoken));
    bell.ringEnded('a');
    expect(await woken).toEqual([true, true, false, false]);
  });

  it('keeps a ring for one who listens but does not wait yet, once', async () => {
    const bell = new SearchBell();
    const listening = bell.listenForEnd('a');
    bell.ringEnded('a');
    expect(await isWoken(listening)).toBe(true);
    expect(await isWoken(listening)).toBe(false);
  });

  it('lets go of one who is told to stop waiting, before and meanwhile', async () => {
    const listening = new SearchBell().listenForQueued();
    await listening.wait({ timeoutMs: LONG_MS, signal: AbortSignal.abort() });
    const stopped = new AbortController();
    const waited = listening.wait({ timeoutMs: LONG_MS, signal: stopped.signal });
    stopped.abort();
    await waited;
    expect(getEventListeners(stopped.signal, 'abort')).toEqual([]);
  });

  it('keeps nothing of those who have stopped listening', async () => {
    const bell = new SearchBell();
    const signal = never();
    setMaxListeners(0, signal);
    const listening = Array.from({ length: 300 }, (_, number) => bell.listenForEnd(`search ${number % 7}`));
    listening.push(bell.listenForQueued());
    const waited = listening.map((one) => one.wait({ timeoutMs: LONG_MS, signal }));
    expect(bell.listeners).toBe(301);
    for (let number = 0; number < 7; number += 1) bell.ringEnded(`search ${number}`);
    bell.ringQueued();
    await Promise.all(waited);
    for (const one of listening) one.stop();
    expect(bell.listeners).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
