import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/core/key.ts';
import { hashSecret } from '../../src/services/keys.ts';
import { openEngine } from '../support/engine.ts';

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

  it('never show their secret again', async () => {
    const { services } = await openEngine();
    const { secret } = await services.createKey({ name: 'reader' });
    expect(JSON.stringify(await services.listKeys())).not.toContain(secret);
  });

  it('may come from the settings', async () => {
    const key = { id: 'settings', name: 'settings', scopes: SCOPES, createdAtMs: 0 };
    const { services } = await openEngine({
      rules: { settingsKey: { key, secretSha256: hashSecret('from the environment') } },
    });
    expect(await services.authenticate('from the environment')).toEqual(key);
    await expect(services.authenticate('from the environments')).rejects.toMatchObject({
      code: 'key_invalid',
    });
  });
});
