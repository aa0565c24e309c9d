import { expect, it } from 'vitest';
import { templateSpaceOf } from '../../../src/core/template-space.ts';
import { keptIndexWorld } from './kept-index-world.ts';

const DIMENSIONS = 8;
const TWO_MINUTES_MS = 120_000;

it('What was saved of an index has nothing of a deleted face two minutes later, whoever has deleted it', async () => {
  const world = await keptIndexWorld(DIMENSIONS);
  const { faces, indexTokens } = world.catalog;
  const galleryId = await world.newGallery();
  const [id = ''] = await world.addFaces(galleryId, 20);
  const { follower, clock, index } = world.open();
  await follower.catchUp();
  await follower.save();
  expect(await follower.saveWhenWorthwhile()).toBe(false);

  await faces.delete(id);
  expect(await follower.saveWhenWorthwhile()).toBe(false);
  clock.atMs = TWO_MINUTES_MS - 1;
  expect(await follower.saveWhenWorthwhile()).toBe(false);
  clock.atMs = TWO_MINUTES_MS;
  expect(await follower.saveWhenWorthwhile()).toBe(true);
  clock.atMs = 10 * TWO_MINUTES_MS;
  expect(await follower.saveWhenWorthwhile()).toBe(false);
  await index.close();

  const next = world.open();
  await next.index.restore(indexTokens);
  expect(next.index.size(templateSpaceOf(galleryId, 'pack-1'))).toBe(19);
});
