import { expect, it } from 'vitest';
import type { Key } from '../../src/core/key.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf } from './catalog-samples.ts';

function newKey(id: string, createdAtMs: number): Key {
  return { id, name: `key ${id}`, scopes: ['search', 'read'], createdAtMs, costPerSearch: 1 };
}

/** Keys: adding, finding by secret, revoking. */
export function catalogKeys(make: () => Promise<Catalog>): void {
  it('finds a key by the hash of its secret', async () => {
    const catalog = await make();
    await catalog.keys.add(newKey('one', 1), blobOf('secret'));
    expect(await catalog.keys.findBySecret(blobOf('secret'))).toStrictEqual(newKey('one', 1));
    expect(await catalog.keys.findBySecret(blobOf('guess'))).toBeUndefined();
  });

  it('keeps what a key may use', async () => {
    const catalog = await make();
    const key: Key = {
      ...newKey('limited', 1),
      galleries: ['staff', 'guests'],
      expiresAtMs: 2_000_000_000_000,
      credits: 0,
      costPerSearch: 4,
      monthlyQuota: 100,
      requestsPerMinute: 30,
    };
    await catalog.keys.add(key, blobOf('secret'));
    expect(await catalog.keys.findBySecret(blobOf('secret'))).toStrictEqual(key);
    expect(await catalog.keys.find('limited')).toStrictEqual(key);
    expect(await catalog.keys.find('unknown')).toBeUndefined();
  });

  it('lists keys by the time of making', async () => {
    const catalog = await make();
    await catalog.keys.add(newKey('late', 3), blobOf('a'));
    await catalog.keys.add(newKey('early', 1), blobOf('b'));
    expect((await catalog.keys.list()).map(({ id }) => id)).toEqual(['early', 'late']);
  });

  it('no longer finds a revoked key by its secret, and lists it with the time of its first revocation', async () => {
    const catalog = await make();
    await catalog.keys.add(newKey('one', 1), blobOf('secret'));
    expect(await catalog.keys.revoke('one', 50)).toBe(true);
    expect(await catalog.keys.revoke('one', 60)).toBe(true);
    expect(await catalog.keys.findBySecret(blobOf('secret'))).toBeUndefined();
    expect(await catalog.keys.list()).toEqual([{ ...newKey('one', 1), revokedAtMs: 50 }]);
    expect(await catalog.keys.revoke('unknown', 50)).toBe(false);
  });

  it('refuses two keys in force with the same secret', async () => {
    const catalog = await make();
    await catalog.keys.add(newKey('one', 1), blobOf('secret'));
    await expect(catalog.keys.add(newKey('two', 2), blobOf('secret'))).rejects.toThrow(/unique/i);
    await catalog.keys.revoke('one', 3);
    await catalog.keys.add(newKey('two', 2), blobOf('secret'));
    expect(await catalog.keys.findBySecret(blobOf('secret'))).toEqual(newKey('two', 2));
  });
}
