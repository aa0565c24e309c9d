import { describe, expect, it } from 'vitest';
import { canTour, examplePath, RUN_TIMEOUT_MS, runExample } from '../../support/example-runs.ts';
import { TEST_SECRET } from '../../support/server-process.ts';
import { tourWorld } from '../../support/tour-world.ts';

const worldOf = tourWorld();

async function tour(key: string) {
  const { server, known } = worldOf();
  return runExample(['bash', examplePath('face-search-1n', 'tour.sh'), known], {
    address: server.address,
    key,
  });
}

describe.skipIf(!canTour('Face Search (1:N)'))('the tour of Face Search (1:N)', () => {
  it(
    'prints matches of every database with their pictures, the best first',
    async () => {
      const { code, matches, stderr } = await tour(TEST_SECRET);
      expect(stderr).toBe('');
      expect(matches[0]).toMatch(/^100\t0\t-\tdefault\tINTERNAL\t\d{3,} bytes$/);
      expect(code).toBe(0);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    'prints what is wrong with a key, and fails',
    async () => {
      const { code, matches, stderr } = await tour('wrong');
      expect(stderr).toContain('key_invalid: The API key is unknown or was revoked.');
      expect(matches).toEqual([]);
      expect(code).not.toBe(0);
    },
    RUN_TIMEOUT_MS,
  );
});
