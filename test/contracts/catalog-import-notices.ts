import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { leaseOf, NOW_MS, running } from './import-samples.ts';

/** The words about the ends of imports. */
export function catalogImportNotices(make: () => Promise<Catalog>): void {
  it('has notices due once the import has ended, each for one teller at a time, and settles them once', async () => {
    const catalog = await make();
    const notices = [
      { kind: 'callback', target: 'https://example.org/done' },
      { kind: 'mail', target: 'me@example.org' },
    ] as const;
    const { fresh, worker } = await running(catalog, 'a', { notices });
    expect(await catalog.imports.claimNotice(leaseOf('teller', NOW_MS + 100))).toBeUndefined();
    await catalog.imports.finish(worker, { state: 'done' }, NOW_MS + 100);
    const claims = await Promise.all(
      ['one', 'two', 'three'].map((owner) => catalog.imports.claimNotice(leaseOf(owner, NOW_MS + 100))),
    );
    expect(claims.map((claim) => claim?.notice.kind)).toEqual(
      expect.arrayContaining(['callback', 'mail', undefined]),
    );
    expect(claims[0]?.import).toMatchObject({ id: fresh.id, state: 'done' });
    const nameOf = (kind: string) =>
      ['one', 'two', 'three'][claims.findIndex((claim) => claim?.notice.kind === kind)] ?? '';
    const callback = { importId: fresh.id, kind: 'callback', owner: nameOf('callback') } as const;
    const mail = { importId: fresh.id, kind: 'mail', owner: nameOf('mail') } as const;
    await catalog.imports.settleNotice(callback, {
      state: 'waiting',
      problem: 'it answered 500',
      nextAtMs: NOW_MS + 9000,
    });
    await catalog.imports.settleNotice({ ...mail, owner: 'somebody' }, { state: 'given-up', problem: 'no' });
    await catalog.imports.settleNotice(mail, { state: 'arrived', atMs: NOW_MS + 200 });
    expect(await catalog.imports.notices(fresh.id)).toEqual([
      {
        importId: fresh.id,
        ...notices[0],
        state: 'waiting',
        attempts: 1,
        problem: 'it answered 500',
        nextAtMs: NOW_MS + 9000,
      },
      { importId: fresh.id, ...notices[1], state: 'arrived', attempts: 1, arrivedAtMs: NOW_MS + 200 },
    ]);
    expect(await catalog.imports.claimNotice(leaseOf('four', NOW_MS + 8999))).toBeUndefined();
    expect((await catalog.imports.claimNotice(leaseOf('four', NOW_MS + 9000)))?.notice).toMatchObject({
      attempts: 2,
    });
    // Who dies of telling is replaced.
    expect((await catalog.imports.claimNotice(leaseOf('five', NOW_MS + 10_000)))?.notice).toMatchObject({
      attempts: 3,
    });
  });

  it('has none due while an import that had failed goes on, and is told of its end then', async () => {
    const catalog = await make();
    const notices = [{ kind: 'callback', target: 'https://example.org/done' }] as const;
    const { fresh, worker } = await running(catalog, 'a', { notices });
    await catalog.imports.finish(worker, { state: 'failed', failure: 'gone' }, NOW_MS + 100);
    await catalog.imports.change(fresh.id, 'queued', NOW_MS + 200);
    expect(await catalog.imports.claimNotice(leaseOf('teller', NOW_MS + 300))).toBeUndefined();
    await catalog.imports.claim(leaseOf('two', NOW_MS + 400));
    await catalog.imports.finish({ ...worker, owner: 'two' }, { state: 'done' }, NOW_MS + 500);
    const claimed = await catalog.imports.claimNotice(leaseOf('teller', NOW_MS + 600));
    expect(claimed).toMatchObject({ notice: { attempts: 1 }, import: { state: 'done' } });
  });
}
