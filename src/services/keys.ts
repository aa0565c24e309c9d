import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import { type Key, type KeyLimits, SCOPES, type Scope } from '../core/key.ts';
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

export interface CreateKeyCommand extends Omit<KeyLimits, 'costPerSearch'> {
  /** Default 1. */
  readonly costPerSearch?: number | undefined;
  readonly name: string;
  readonly scopes?: readonly Scope[] | undefined;
}

/** Makes a key; default scopes are all. @throws Fault `request_invalid` */
export async function createKey(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  { name, scopes = SCOPES, costPerSearch = 1, ...limits }: CreateKeyCommand,
): Promise<CreatedKey> {
  const createdAtMs = ports.clock.nowMs();
  if (limits.expiresAtMs !== undefined && limits.expiresAtMs <= createdAtMs) {
    throw new Fault('request_invalid', { details: { problem: 'the key would have expired already' } });
  }
  const secret = `lk_${randomBytes(32).toString('base64url')}`;
  const key: Key = { id: randomUUID(), name, scopes, createdAtMs, costPerSearch, ...limits };
  await ports.catalog.keys.add(key, hashSecret(secret));
  return { key, secret };
}

/** A key by its id, a revoked one too. @throws Fault `key_not_found` */
export async function getKey(ports: Pick<ServicePorts, 'catalog'>, keyId: string): Promise<Key> {
  const key = await ports.catalog.keys.find(keyId);
  if (key === undefined) throw new Fault('key_not_found', { details: { key: keyId } });
  return key;
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

/** Whether a key's time is over. */
export function isExpired({ expiresAtMs }: Key, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs <= nowMs;
}

/** The key that a secret belongs to. @throws Fault `key_missing`, `key_invalid`, `key_expired` */
export async function authenticate(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>,
  secret: string | undefined,
): Promise<Key> {
  if (secret === undefined || secret === '') throw new Fault('key_missing');
  const secretSha256 = hashSecret(secret);
  const { settingsKey } = ports.rules;
  if (settingsKey && isSettingsKey(secretSha256, settingsKey.secretSha256)) return settingsKey.key;
  const key = await ports.catalog.keys.findBySecret(secretSha256);
  if (key === undefined || key.revokedAtMs !== undefined) throw new Fault('key_invalid');
  if (isExpired(key, ports.clock.nowMs())) throw new Fault('key_expired');
  return key;
}
