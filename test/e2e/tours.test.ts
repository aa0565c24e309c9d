import { existsSync, readdirSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canTour, examplePath, RUN_TIMEOUT_MS, runExample } from '../support/example-runs.ts';
import { plainPicture } from '../support/sample-photos.ts';
import { send, TEST_SECRET } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tourWorld } from '../support/tour-world.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const vendors = readdirSync(EXAMPLES).filter((vendor) => existsSync(new URL(`${vendor}/tour.sh`, EXAMPLES)));

const worldOf = tourWorld();

const galleriesSchema = z.object({
  items: z.array(z.object({ name: z.string(), faces: z.number(), photos: z.number() })),
});

async function galleries() {
  const reply = await send(worldOf().server.address, '/v1/galleries');
  return galleriesSchema.parse(await reply.json()).items;
}

/** Gives the tour as many photos as any of them takes, by argument and in the folder where it is started. */
async function tour(vendor: string, key: string, photos: readonly [string, string]) {
  const folder = await temporaryFolder();
  await copyFile(photos[0], join(folder, 'probe.jpg'));
  for (const name of ['person1.jpg', 'person2.jpg']) await copyFile(photos[1], join(folder, name));
  const command = ['bash', examplePath(vendor, 'tour.sh'), ...photos];
  return runExample(command, { address: worldOf().server.address, key, folder });
}

describe.skipIf(!canTour(vendors.join(', '))).each(vendors)('the tour of %s', (vendor) => {
  it(
    'fails with a wrong key, says so, and leaves nothing behind',
    async () => {
      const { known, other } = worldOf();
      const before = await galleries();
      const { code, stdout, stderr } = await tour(vendor, 'wrong', [known, other]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain('The API key is unknown or was revoked.');
      expect(await galleries()).toEqual(before);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    'fails when no face is on its first photo, and leaves nothing behind',
    async () => {
      const { known, folder } = worldOf();
      const plain = join(folder, 'plain.jpg');
      await writeFile(plain, await plainPicture());
      const before = await galleries();
      const { code, stdout, stderr } = await tour(vendor, TEST_SECRET, [plain, known]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toMatch(/no face/i);
      expect(await galleries()).toEqual(before);
    },
    RUN_TIMEOUT_MS,
  );
});
