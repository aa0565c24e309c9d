import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { monthOf } from '../core/month.ts';
import { getKey } from './keys.ts';
import type { ServicePorts } from './ports.ts';

type BillingPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>;

/** Who pays for the searches of a key: itself, or nobody for the key of the settings. */
export function payerOf({ rules }: Pick<ServicePorts, 'rules'>, keyId: string): string | undefined {
  return keyId === rules.settingsKey?.key.id ? undefined : keyId;
}

/** Why a key cannot pay a search: it has too little left, or has made its searches of this month. */
export function unpaid(reason: 'insufficient' | 'quota', payer: Key, atMs: number): Fault {
  if (reason === 'insufficient') {
    return new Fault('credits_exhausted', { details: { cost: payer.costPerSearch } });
  }
  const retryAfterSeconds = Math.ceil((monthOf(atMs).toMs - atMs) / 1000);
  return new Fault('quota_exhausted', { details: { quota: payer.monthlyQuota ?? 0, retryAfterSeconds } });
}

/** Who pays for a search of the key, and when; undefined when nobody does. */
function billOf(
  ports: BillingPorts,
  ofKeyId: string | undefined,
): { readonly keyId: string; readonly atMs: number } | undefined {
  const keyId = ofKeyId === undefined ? undefined : payerOf(ports, ofKeyId);
  return keyId === undefined ? undefined : { keyId, atMs: ports.clock.nowMs() };
}

/**
 * Refuses before any work is done what the key could not pay. Without a key nothing is paid.
 *
 * @throws Fault `credits_exhausted`, `quota_exhausted`
 */
export async function requirePayable(ports: BillingPorts, ofKeyId: string | undefined): Promise<void> {
  const bill = billOf(ports, ofKeyId);
  if (bill === undefined) return;
  const refusal = await ports.catalog.credits.refusalOf(bill);
  if (refusal !== undefined) throw unpaid(refusal, await getKey(ports, bill.keyId), bill.atMs);
}

/**
 * Takes from the key what a search costs, once however often it is called for the same search. Whoever bills when the
 * answer is there needs no refunds: what fails, or dies with its process, has cost nothing.
 *
 * @throws Fault `credits_exhausted`, `quota_exhausted` when other searches were faster
 */
export async function billSearch(
  ports: BillingPorts,
  { key, searchId }: { readonly key: Key | undefined; readonly searchId: string },
): Promise<void> {
  const bill = billOf(ports, key?.id);
  if (bill === undefined) return;
  const outcome = await ports.catalog.credits.bill({ ...bill, searchId });
  if (outcome === 'insufficient' || outcome === 'quota') {
    throw unpaid(outcome, await getKey(ports, bill.keyId), bill.atMs);
  }
}
