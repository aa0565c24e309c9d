import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../src/http/rate-limit.ts';
import { startToyServer } from '../support/http-server.ts';
import { READER_SECRET } from '../support/http-services.ts';

/** A limit whose clock stands still unless it is set. */
function limitAt(): { limit: RateLimit; clock: { nowMs: number } } {
  const clock = { nowMs: 1000 };
  return { limit: new RateLimit(() => clock.nowMs), clock };
}

function allowed(limit: RateLimit, caller: string, perMinute: number, attempts: number): number {
  let count = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      limit.count(caller, perMinute);
      count += 1;
    } catch {
      // Refused.
    }
  }
  return count;
}

describe('a rate limit', () => {
  it('lets the requests of a minute through at once, then as many as time gives back', () => {
    const { limit, clock } = limitAt();
    expect(allowed(limit, 'a', 30, 100)).toBe(30);
    clock.nowMs += 10_000;
    expect(allowed(limit, 'a', 30, 100)).toBe(5);
    clock.nowMs += 3_600_000;
    expect(allowed(limit, 'a', 30, 100)).toBe(30);
  });

  it('says when the next request is let through, and lets it through then', () => {
    const { limit, clock } = limitAt();
    allowed(limit, 'a', 6, 6);
    expect(() => limit.count('a', 6)).toThrow(
      expect.objectContaining({
        code: 'rate_limited',
        details: { requestsPerMinute: 6, retryAfterSeconds: 10 },
      }),
    );
    clock.nowMs += 10_000;
    expect(allowed(limit, 'a', 6, 2)).toBe(1);
  });

  it('counts callers apart, and does not count without a limit', () => {
    const { limit } = limitAt();
    expect(allowed(limit, 'a', 2, 5)).toBe(2);
    expect(allowed(limit, 'b', 3, 5)).toBe(3);
    expect(allowed(limit, 'c', 0, 500)).toBe(500);
  });

  it('forgets who was silent for longest when there are too many', () => {
    const { limit } = limitAt();
    for (const caller of ['early', 'late']) allowed(limit, caller, 1, 1);
    for (let other = 0; other < 9_998; other += 1) limit.count(`other ${other}`, 1);
    expect(allowed(limit, 'late', 1, 1)).toBe(0);
    limit.count('one too many', 1);
    expect(allowed(limit, 'late', 1, 1)).toBe(0);
    expect(allowed(limit, 'early', 1, 1)).toBe(1);
  });
});

describe('a server with limits', () => {
  it('refuses a key that asks too often, and no other', async () => {
    const server = await startToyServer({ settings: { keyRequestsPerMinute: 2 } });
    const statuses = [];
    for (let request = 0; request < 3; request += 1)
      statuses.push((await server.fetch('/toy/items/a')).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await server.fetch('/toy/items/a');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(2);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    const headers = { authorization: `Bearer ${READER_SECRET}` };
    expect((await server.fetch('/toy/items/a', { headers })).status).toBe(200);
  });

  it('refuses an address that asks too often, whatever its keys, but tells it of its health', async () => {
    const server = await startToyServer({ settings: { addressRequestsPerMinute: 2 } });
    const headers = { authorization: 'Bearer guessed' };
    expect((await server.fetch('/toy/items/a', { headers })).status).toBe(401);
    expect((await server.fetch('/toy/items/a', { headers })).status).toBe(401);
    expect((await server.fetch('/toy/items/a')).status).toBe(429);
    for (const path of ['/healthz', '/readyz', '/metrics', '/docs']) {
      expect((await server.fetch(path)).status).toBe(200);
    }
  });
});
