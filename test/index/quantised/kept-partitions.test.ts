import { expect, it } from 'vitest';
import type { IndexTokens } from '../../../src/ports/index-tokens.ts';
import { problemsOf } from '../../contracts/brute-force.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ENOUGH_FACES, PartitionedGallery, SPACE } from './partitioned-gallery.ts';

function anyTokens(): IndexTokens {
  const tokens = new Set<string>();
  return {
    add: async (token) => void tokens.add(token),
    has: async (token) => tokens.has(token),
    removeOthers: async (kept) => {
      for (const token of tokens) if (token !== kept) tokens.delete(token);
    },
  };
}

it('saves faces that were regrouped, and regroups them after the next start', async () => {
  const folder = await temporaryFolder();
  const tokens = anyTokens();
  const gallery = new PartitionedGallery(81, { folder });
  await gallery.fill(1, ENOUGH_FACES);
  await gallery.regrouped();
  for (const number of gallery.faces.keys()) if (number % 40 === 0) gallery.remove(number);
  for (let number = 1; number < ENOUGH_FACES; number += 301) gallery.add(number);
  expect(await gallery.index.save({ face: 1, removal: 1 }, tokens)).toBe(true);
  await gallery.index.close();
  gallery.open({ folder });
  expect(await gallery.index.restore(tokens)).toMatchObject({ spaces: [SPACE] });
  expect(gallery.index.size(SPACE)).toBe(gallery.faces.size);
  const problemsOfSearch = async (mayMiss: number) => {
    const probe = gallery.photo();
    const query = { limit: 5, minSimilarity: 0.75 };
    const answer = await gallery.index.search([SPACE], probe, query);
    return problemsOf(answer, gallery.faces, probe, { ...query, mayMiss });
  };
  for (let search = 0; search < 10; search += 1) expect(await problemsOfSearch(0)).toEqual([]);
  await gallery.regrouped();
  for (let search = 0; search < 10; search += 1) expect(await problemsOfSearch(0.2)).toEqual([]);
});
