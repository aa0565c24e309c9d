import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { collect } from './collect.ts';

const NOT_STORED = 'f'.repeat(64);

async function addressesIn(store: BlobStore): Promise<string[]> {
  const addresses: string[] = [];
  for await (const { address } of store.list()) addresses.push(address);
  return addresses.sort();
}

/** What every blob store must do. `make` gives an empty one. */
export function blobStoreContract(name: string, make: () => Promise<BlobStore>): void {
  describe(`${name} as a blob store`, () => {
    it('gives back the very bytes under an address that is their SHA-256', async () => {
      const store = await make();
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
          const { address } = await store.put(bytes);
          expect(address).toBe(createHash('sha256').update(bytes).digest('hex'));
          expect(Buffer.from((await store.get(address)) ?? 'absent')).toEqual(Buffer.from(bytes));
        }),
        { numRuns: 40 },
      );
    });

    it('keeps bytes that are put twice once, and renews their time', async () => {
      const store = await make();
      const beforeMs = Date.now();
      const { address } = await store.put(Uint8Array.of(1, 2));
      expect((await store.put(Uint8Array.of(1, 2))).address).toBe(address);
      const stored = await collect(store.list());
      expect(stored.map((blob) => blob.address)).toEqual([address]);
      expect(stored[0]?.storedAtMs).toBeGreaterThan(beforeMs - 2000);
      expect(stored[0]?.storedAtMs).toBeLessThan(Date.now() + 2000);
    });

    it('tells when bytes were last put, each time another moment', async () => {
      const store = await make();
      const times = new Set<number>();
      for (let round = 0; round < 20; round += 1) {
        const { address, storedAtMs } = await store.put(Uint8Array.of(1, 2));
        expect(await store.storedAt(address)).toBe(storedAtMs);
        expect(await collect(store.list())).toEqual([{ address, storedAtMs }]);
        times.add(storedAtMs);
      }
      expect(times.size).toBe(20);
    });

    it('keeps one blob when the same bytes are put many times at once', async () => {
      const store = await make();
      const puts = await Promise.all(Array.from({ length: 20 }, () => store.put(Uint8Array.of(7))));
      const addresses = new Set(puts.map(({ address }) => address));
      expect(addresses.size).toBe(1);
      expect(await addressesIn(store)).toEqual([...addresses]);
    });

    it('lists everything that is stored', async () => {
      const store = await make();
      const puts = await Promise.all(
        Array.from({ length: 70 }, (_, number) => store.put(Uint8Array.of(number))),
      );
      expect(await addressesIn(store)).toEqual(puts.map(({ address }) => address).sort());
    });

    it('forgets what is deleted, and nothing else', async () => {
      const store = await make();
      const { address: kept } = await store.put(Uint8Array.of(1));
      const { address: deleted } = await store.put(Uint8Array.of(2));
      await store.delete(deleted);
      await store.delete(deleted);
      await store.delete(NOT_STORED);
      expect(await store.get(deleted)).toBeUndefined();
      expect(await addressesIn(store)).toEqual([kept]);
    });

    it('stores again what was deleted', async () => {
      const store = await make();
      await store.delete((await store.put(Uint8Array.of(3))).address);
      const { address } = await store.put(Uint8Array.of(3));
      expect(await store.get(address)).toBeDefined();
    });

    it.each([NOT_STORED, '', '..', '../../secret', 'F'.repeat(64), `${'a'.repeat(64)}/..`, 'a'.repeat(63)])(
      'has nothing under the address "%s"',
      async (address) => {
        const store = await make();
        expect(await store.get(address)).toBeUndefined();
        expect(await store.storedAt(address)).toBeUndefined();
        await store.delete(address);
      },
    );
  });
}
