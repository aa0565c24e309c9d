import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import { type Key, SCOPES, type Scope } from '../core/key.ts';
import type { ServicePorts } from './ports.ts';
import { sha256Of } from './sha256.ts';

export interface CreatedKey {
  readonly key: Key;
  /** Shown this once; only its hash is kept. */
  readonly secret: string;
}

/** SHA-256 of a secret in lower-case hex. Secrets that we make have 256 random bits, so no salt is needed. */
export function hashSecret(secret: string): string {
  return sha256Of(secret);
}

/** Makes a key; default scopes are all. */
export async function createKey(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  command: { readonly name: string; readonly scopes?: readonly Scope[] },
): Promise<CreatedKey> {
  const secret = `lk_${randomBytes(32).toString('base64url')}`;
  const key: Key = {
    id: randomUUID(),
    name: command.name,
    scopes: command.scopes ?? SCOPES,
    createdAtMs: ports.clock.nowMs(),
  };
  await ports.catalog.keys.add(key, hashSecret(secret));
  return { key, secret };
}

/** All keys, revoked ones included, oldest first. */
export function listKeys(ports: Pick<ServicePorts, 'catalog'>): Promise<readonly Key[]> {
  return ports.catalog.keys.list();
}

/** A revoked key is refused from now on. @throws Fault `key_not_found` */
export async function revokeKey(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  keyId: string,
): Promise<void> {
  const known = await ports.catalog.keys.revoke(keyId, ports.clock.nowMs());
  if (!known) throw new Fault('key_not_found', { details: { key: keyId } });
}

function isSettingsKey(secretSha256: string, expectedSha256: string): boolean {
  return timingSafeEqual(Buffer.from(secretSha256, 'hex'), Buffer.from(expectedSha256, 'hex'));
}

/** The key that a secret belongs to. @throws Fault `key_missing`, `key_invalid` */
export async function authenticate(
  ports: Pick<ServicePorts, 'catalog' | 'rules'>,
  secret: string | undefined,
): Promise<Key> {
  if (secret === undefined || secret === '') throw new Fault('key_missing');
  const secretSha256 = hashSecret(secret);
  const { settingsKey } = ports.rules;
  if (settingsKey && isSettingsKey(secretSha256, settingsKey.secretSha256)) return settingsKey.key;
  const key = await ports.catalog.keys.findBySecret(secretSha256);
  if (key === undefined || key.revokedAtMs !== undefined) throw new Fault('key_invalid');
  return key;
}
