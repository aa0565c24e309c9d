import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canTour, examplePath, RUN_TIMEOUT_MS, runExample } from '../../support/example-runs.ts';
import { send, TEST_SECRET } from '../../support/server-process.ts';
import { storeFacesAsVectors } from '../../support/store-vectors.ts';
import { tourWorld } from '../../support/tour-world.ts';

/** Of one search. */
const MOST_DATABASES = 50;

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
    'goes on at a record without a picture, and where there are more databases than a search takes',
    async () => {
      const { server, folder } = worldOf();
      await storeFacesAsVectors(join(folder, 'data'), 'default', { name: 'Vera' });
      const headers = { 'content-type': 'application/json' };
      for (let number = 1; number <= MOST_DATABASES; number += 1) {
        const body = JSON.stringify({ name: `further ${number}` });
        const made = await send(server.address, '/v1/galleries', { method: 'POST', headers, body });
        expect(made.status).toBe(201);
      }
      const { code, matches, stderr } = await tour(TEST_SECRET);
      expect(stderr).toBe('');
      expect(matches).toContain('100\t0\tVera\tdefault\tINTERNAL\t-');
      expect(matches).toContainEqual(expect.stringMatching(/^100\t0\t-\tdefault\tINTERNAL\t\d{3,} bytes$/));
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
