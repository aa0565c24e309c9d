import { expect, it } from 'vitest';
import { leastOfFive } from '../../../support/fair-measurement.ts';
import { longestHoldMsDuring } from '../../../support/longest-hold.ts';
import { PartitionedGallery } from '../partitioned-gallery.ts';

const FACES = 33_000;
const MOST_MS = 20;

it('regroups 32,768 faces into 2,048 partitions without holding the calling thread', async () => {
  const longestHoldMs = async () => {
    const gallery = new PartitionedGallery(95, { partitioning: { from: 32_767, rowsPerPartition: 16 } });
    await gallery.fill(1, FACES);
    const longest = await longestHoldMsDuring(() => gallery.regrouped());
    expect(gallery.index.usage.partitions).toBe(2048);
    await gallery.index.close();
    return longest;
  };
  expect(await leastOfFive(MOST_MS, longestHoldMs)).toBeLessThan(MOST_MS);
});
