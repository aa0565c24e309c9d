import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolderSource } from '../../../src/sources/folder/open-folder-source.ts';
import { leastOfFive } from '../../support/fair-measurement.ts';
import { longestHoldMsDuring } from '../../support/longest-hold.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FILES = 100_000;
const LONGEST_HOLD_MS = 50;

it('A folder of a hundred thousand photos is counted and listed without holding others up', async () => {
  const folder = await temporaryFolder();
  for (let number = 0; number < FILES; number += 1) {
    writeFileSync(join(folder, `${(number * 7919) % FILES}.jpg`), '');
  }
  const source = await openFolderSource(folder, { ignore: ['thumbs/'] });
  let counted: number | undefined;
  const holdMs = await leastOfFive(LONGEST_HOLD_MS, () =>
    longestHoldMsDuring(async () => {
      counted = await source.count?.(new AbortController().signal);
      for await (const _ of source.photos()) break;
    }),
  );
  expect(counted).toBe(FILES);
  expect(holdMs).toBeLessThan(LONGEST_HOLD_MS);
}, 60_000);
