import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lease } from '../../src/ports/jobs.ts';
import { KeptLease } from '../../src/services/kept-lease.ts';

const TERM = { owner: 'worker', leaseMs: 6000, heartbeatMs: 1000 };

function keep(renew: (lease: Lease) => Promise<boolean>): KeptLease {
  return new KeptLease({ nowMs: () => Date.now() }, TERM, renew);
}

describe('a kept lease', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('is renewed at every heartbeat, from then on, until it is ended', async () => {
    const renewals: Lease[] = [];
    const lease = keep(async (renewed) => renewals.push(renewed) > 0);
    await vi.advanceTimersByTimeAsync(3500);
    lease.end();
    await vi.advanceTimersByTimeAsync(5000);
    const expected = [1000, 2000, 3000].map((nowMs) => ({ owner: 'worker', nowMs, leaseMs: 6000 }));
    expect(renewals).toEqual(expected);
    expect(lease.lost.aborted).toBe(false);
  });

  it("is lost when the work is no longer the worker's, for good and without another word", async () => {
    const renew = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    const lease = keep(renew);
    await vi.advanceTimersByTimeAsync(1000);
    expect(lease.lost.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(lease.lost.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await lease.isHeld()).toBe(false);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('is asked for at once where that matters', async () => {
    const lease = keep(async () => false);
    expect(await lease.isHeld()).toBe(false);
    expect(lease.lost.aborted).toBe(true);
  });

  it('outlives a renewal that cannot be written down', async () => {
    const lease = keep(() => Promise.reject(new Error('the disk is full')));
    await vi.advanceTimersByTimeAsync(2000);
    expect(await lease.isHeld()).toBe(true);
    lease.end();
  });
});
