import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';

/** By which a saved index is known. */
export function catalogIndexTokens(make: () => Promise<Catalog>): void {
  it('knows the tokens of indexes that were added, until others are removed', async () => {
    const { indexTokens } = await make();
    expect(await indexTokens.has('one')).toBe(false);
    await indexTokens.add('one');
    await indexTokens.add('one');
    await indexTokens.add('two');
    expect([await indexTokens.has('one'), await indexTokens.has('two')]).toEqual([true, true]);
    await indexTokens.removeOthers('two');
    expect([await indexTokens.has('one'), await indexTokens.has('two')]).toEqual([false, true]);
  });
}
