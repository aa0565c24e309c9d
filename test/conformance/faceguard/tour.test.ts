import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canTour, examplePath, RUN_TIMEOUT_MS, runExample } from '../../support/example-runs.ts';
import { samplePhoto } from '../../support/sample-photos.ts';
import { TEST_SECRET } from '../../support/server-process.ts';
import { tourWorld } from '../../support/tour-world.ts';

const worldOf = tourWorld();

it.skipIf(!canTour('FaceGuard'))(
  "the tour of FaceGuard ranks the pictures of its folder with nothing but the line of the vendor's document",
  async () => {
    const { server, folder: world, known } = worldOf();
    const folder = join(world, 'tour');
    await mkdir(folder);
    await copyFile(known, join(folder, 'probe.jpg'));
    await writeFile(join(folder, 'person1.jpg'), await samplePhoto(5));
    await writeFile(join(folder, 'person2.jpg'), await samplePhoto(1));
    const command = ['bash', examplePath('faceguard', 'tour.sh')];
    const { stdout } = await runExample(command, { address: server.address, key: TEST_SECRET, folder });
    const answer: unknown = JSON.parse(stdout);
    expect(answer).toMatchObject({
      matches: [
        { filename: 'person1.jpg', matched: true },
        { filename: 'person2.jpg', matched: false },
      ],
      query_processed: true,
    });
  },
  RUN_TIMEOUT_MS,
);
