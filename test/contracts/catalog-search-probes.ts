import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf } from './catalog-samples.ts';
import { AT, endOf, leaseOf, matches, newProbe, newSearch, outcome, queued } from './search-samples.ts';

/** The photos of searches: when they come and go. */
export function catalogSearchProbes(make: () => Promise<Catalog>): void {
  it('takes probes, at most three, and gives them back, until it is queued', async () => {
    const catalog = await make();
    const first = newProbe('same');
    const search = newSearch({ probes: [] });
    await catalog.searches.create(search);
    expect(await catalog.searches.enqueue(search.id, AT)).toBe('without_probes');
    const second = { ...newProbe('same'), thumbnailBlob: blobOf('another thumbnail') };
    expect(await catalog.searches.addProbes(search.id, [first])).toBe('added');
    // All or none: there would be room for two of the three.
    const several = [newProbe(), newProbe(), newProbe()];
    expect(await catalog.searches.addProbes(search.id, several)).toBe('full');
    expect((await catalog.searches.find(search.id))?.probes.map(({ id }) => id)).toEqual([first.id]);
    expect(await catalog.searches.addProbes(search.id, [second, newProbe()])).toBe('added');
    expect(await catalog.searches.addProbes(search.id, [newProbe()])).toBe('full');
    expect(await catalog.searches.addProbes('unknown', [newProbe()])).toBe('unknown');
    expect(await catalog.searches.removeProbe(search.id, first.id)).toEqual([first.thumbnailBlob]);
    expect(await catalog.searches.removeProbe(search.id, first.id)).toBe('unknown');
    expect(await catalog.searches.removeProbe('other', second.id)).toBe('unknown');
    expect(await catalog.searches.enqueue(search.id, AT)).toBe('queued');
    expect(await catalog.searches.addProbes(search.id, [newProbe()])).toBe('started');
    expect(await catalog.searches.removeProbe(search.id, second.id)).toBe('started');
  });

  it('gives probes back while nobody waits for their search', async () => {
    const catalog = await make();
    const [first, second] = [newProbe(), newProbe()];
    const search = await queued(catalog, { probes: [first, second] });
    expect(await catalog.searches.removeProbe(search.id, first.id)).toBe('started');
    const claimed = await catalog.searches.claim(leaseOf('one'));
    expect(claimed?.templates).toHaveLength(2);
    expect(await catalog.searches.removeProbe(search.id, first.id)).toBe('started');
    await catalog.searches.finish(search.id, { state: 'done', outcome, matches }, endOf('one'));
    const blobs = [first.blob, first.thumbnailBlob];
    const removed = await catalog.searches.removeProbe(search.id, first.id);
    expect(new Set(removed)).toEqual(new Set(blobs));
    expect(await catalog.referredBlobs(blobs)).toEqual(new Set());
    expect((await catalog.searches.find(search.id))?.probes.map(({ id }) => id)).toEqual([second.id]);
    expect(await catalog.searches.matches(search.id)).toStrictEqual(matches);
  });
}
