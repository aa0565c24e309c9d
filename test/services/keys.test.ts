import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/core/key.ts';
import { hashSecret } from '../../src/services/keys.ts';
import { openEngine } from '../support/engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Everything in the database's files, the write-ahead log too. */
async function bytesOfCatalog(folder: string): Promise<Buffer> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('catalog.sqlite'));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}

describe('keys', () => {
  it('are known by their secret until they are revoked', async () => {
    const { services } = await openEngine();
    const { key, secret } = await services.createKey({ name: 'reader', scopes: ['read'] });
    expect(await services.authenticate(secret)).toEqual(key);
    await services.revokeKey(key.id);
    await expect(services.authenticate(secret)).rejects.toMatchObject({ code: 'key_invalid' });
    const [revoked] = await services.listKeys();
    expect(revoked?.revokedAtMs).toBeGreaterThan(0);
  });

  it('are refused when missing, empty or unknown', async () => {
    const { services } = await openEngine();
    await expect(services.authenticate(undefined)).rejects.toMatchObject({ code: 'key_missing' });
    await expect(services.authenticate('')).rejects.toMatchObject({ code: 'key_missing' });
    await expect(services.authenticate('lk_guess')).rejects.toMatchObject({ code: 'key_invalid' });
    await expect(services.revokeKey('no-such-key')).rejects.toMatchObject({ code: 'key_not_found' });
  });

  it('are refused from the moment of their expiry on', async () => {
    const { services, clock } = await openEngine();
    const expiresAtMs = clock.atMs + 1000;
    const { key, secret } = await services.createKey({ name: 'visitor', expiresAtMs });
    clock.atMs = expiresAtMs - 1;
    expect(await services.authenticate(secret)).toEqual(key);
    clock.atMs = expiresAtMs;
    await expect(services.authenticate(secret)).rejects.toMatchObject({ code: 'key_expired' });
    await expect(services.createKey({ name: 'late', expiresAtMs })).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });

  it('never show their secret again', async () => {
    const { services } = await openEngine();
    const { secret } = await services.createKey({ name: 'reader' });
    expect(JSON.stringify(await services.listKeys())).not.toContain(secret);
  });

  it('leave no secret in the data folder', async () => {
    const folder = await temporaryFolder();
    const { services, ports } = await openEngine({ folder });
    const { key, secret } = await services.createKey({ name: 'a kiosk in the hall' });
    await services.authenticate(secret);
    const openBytes = await bytesOfCatalog(folder);
    await ports.catalog.close();
    const closedBytes = await bytesOfCatalog(folder);
    for (const bytes of [openBytes, closedBytes]) {
      expect(bytes.includes(key.name)).toBe(true);
      expect(bytes.includes(secret)).toBe(false);
    }
  });

  it('may come from the settings', async () => {
    const key = { id: 'settings', name: 'settings', scopes: SCOPES, createdAtMs: 0, costPerSearch: 0 };
    const { services } = await openEngine({
      rules: { settingsKey: { key, secretSha256: hashSecret('from the environment') } },
    });
    expect(await services.authenticate('from the environment')).toEqual(key);
    await expect(services.authenticate('from the environments')).rejects.toMatchObject({
      code: 'key_invalid',
    });
  });
});
