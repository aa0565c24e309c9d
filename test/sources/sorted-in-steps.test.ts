import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedInSteps } from '../../src/sources/sorted-in-steps.ts';

const rising = (first: number, second: number) => first - second;

it('sorts as sorting in one go does, whatever the order of many items', async () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 0, maxLength: 7000, size: 'max' });
  await fc.assert(
    fc.asyncProperty(numbers, async (items) => {
      expect(await sortedInSteps(items, rising)).toEqual(items.toSorted(rising));
    }),
    { numRuns: 50 },
  );
});

it('leaves items that are alike in their order', async () => {
  const items = Array.from({ length: 5000 }, (_, at) => ({ at, key: (at * 7919) % 10 }));
  const byKey = (first: { key: number }, second: { key: number }) => first.key - second.key;
  expect(await sortedInSteps(items, byKey)).toEqual(items.toSorted(byKey));
});
