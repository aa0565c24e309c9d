import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { type Key, SCOPES } from '../../src/core/key.ts';
import { hashSecret } from '../../src/services/keys.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const PHOTO = scriptedPhoto(['anna']);

async function engineWithKey(limits: { credits?: number; monthlyQuota?: number; costPerSearch?: number }) {
  const engine = await openEngine();
  await engine.services.createGallery({ name: 'press' });
  const { key } = await engine.services.createKey({ name: 'partner', ...limits });
  return { ...engine, key };
}

function search({ services }: TestEngine, payer: Key, photo = PHOTO) {
  return services.searchByPhoto({ galleryName: 'press', photo, limit: 5, payer });
}

async function left({ services }: TestEngine, key: Key): Promise<number | undefined> {
  return (await services.getKey(key.id)).credits;
}

/** Makes searches of the index fail from now on. */
function breakIndex(engine: TestEngine, error: Error): void {
  engine.ports.index.search = () => Promise.reject(error);
}

describe('a search with a key', () => {
  it('is paid once, until nothing is left', async () => {
    const engine = await engineWithKey({ credits: 5, costPerSearch: 2 });
    await search(engine, engine.key);
    expect(await left(engine, engine.key)).toBe(3);
    await search(engine, engine.key);
    await expect(search(engine, engine.key)).rejects.toMatchObject({ code: 'credits_exhausted' });
    expect(await engine.services.grantCredits({ keyId: engine.key.id, credits: 1 })).toMatchObject({
      credits: 2,
    });
    await search(engine, engine.key);
    expect(await left(engine, engine.key)).toBe(0);
  });

  it('costs nothing when its probe has no face', async () => {
    const engine = await engineWithKey({ credits: 1 });
    await expect(search(engine, engine.key, scriptedPhoto([]))).rejects.toMatchObject({ code: 'no_face' });
    expect(await left(engine, engine.key)).toBe(1);
  });

  it('costs nothing when it fails, whoever is at fault', async () => {
    const gone = new Fault('pack_not_installed', { details: { pack: 'gone' } });
    for (const error of [new Error('a bug'), new Fault('overloaded'), gone]) {
      const engine = await engineWithKey({ credits: 1 });
      breakIndex(engine, error);
      await expect(search(engine, engine.key)).rejects.toBe(error);
      const { items } = await engine.services.listCreditEntries({ keyId: engine.key.id, page: { limit: 9 } });
      expect(items.map(({ kind, amount }) => [kind, amount])).toEqual([['grant', 1]]);
      expect(await left(engine, engine.key)).toBe(1);
    }
  });

  it('is refused before its photo is read when it could not be paid', async () => {
    const engine = await engineWithKey({ credits: 0 });
    const noFace = scriptedPhoto([]);
    await expect(search(engine, engine.key, noFace)).rejects.toMatchObject({ code: 'credits_exhausted' });
  });

  it('gives no answer that is not paid, though several were begun with the last credit', async () => {
    const engine = await engineWithKey({ credits: 1 });
    const searches = await Promise.allSettled([1, 2, 3].map(() => search(engine, engine.key)));
    expect(searches.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await left(engine, engine.key)).toBe(0);
  });

  it('is refused beyond the quota until the month is over, and says when that is', async () => {
    const engine = await engineWithKey({ monthlyQuota: 1 });
    engine.clock.atMs = Date.UTC(2026, 0, 31, 23, 59, 30);
    await search(engine, engine.key);
    await expect(search(engine, engine.key)).rejects.toMatchObject({
      code: 'quota_exhausted',
      details: { retryAfterSeconds: 30 },
    });
    engine.clock.atMs += 30_000;
    await search(engine, engine.key);
    expect(await engine.services.getKeyUsage({ keyId: engine.key.id })).toEqual([
      { dayMs: Date.UTC(2026, 0, 31), searches: 1, refunds: 0, credits: 1 },
      { dayMs: Date.UTC(2026, 1, 1), searches: 1, refunds: 0, credits: 1 },
    ]);
  });

  it('costs nothing with the key of the settings', async () => {
    const key: Key = { id: 'settings', name: 'settings', scopes: SCOPES, createdAtMs: 0, costPerSearch: 1 };
    const rules = { settingsKey: { key, secretSha256: hashSecret('of the settings') } };
    const engine = await openEngine({ rules });
    await engine.services.createGallery({ name: 'press' });
    expect((await search(engine, key)).matches).toEqual([]);
  });

  it('needs a key that is known to be granted credits or asked for its use', async () => {
    const { services, key } = await engineWithKey({});
    const unknown = { code: 'key_not_found' };
    await expect(services.grantCredits({ keyId: 'nobody', credits: 1 })).rejects.toMatchObject(unknown);
    await expect(services.getKeyUsage({ keyId: 'nobody' })).rejects.toMatchObject(unknown);
    const searches = services.listKeySearches({ keyId: 'nobody', page: { limit: 1 } });
    await expect(searches).rejects.toMatchObject(unknown);
    await expect(services.grantCredits({ keyId: key.id, credits: 1 })).rejects.toMatchObject({
      code: 'credits_unlimited',
    });
  });
});
