import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { monthOf } from '../core/month.ts';
import type { ServicePorts } from './ports.ts';

type BillingPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>;

/** A search and the key that pays it. */
export interface PaidSearch {
  readonly searchId: string;
  readonly payer: Key;
}

/**
 * Takes what a search costs, once however often it is called for the same search. The key of the settings pays nothing.
 *
 * @throws Fault `credits_exhausted`, `quota_exhausted`
 */
async function billSearch(ports: BillingPorts, { payer, searchId }: PaidSearch): Promise<void> {
  const atMs = ports.clock.nowMs();
  const outcome = await ports.catalog.credits.bill({ keyId: payer.id, searchId, atMs });
  if (outcome === 'insufficient' || outcome === 'quota') throw unpaid(outcome, payer, atMs);
}

/** Why a key cannot pay a search: it has too little left, or has made its searches of this month. */
export function unpaid(reason: 'insufficient' | 'quota', payer: Key, atMs: number): Fault {
  if (reason === 'insufficient') {
    return new Fault('credits_exhausted', { details: { cost: payer.costPerSearch } });
  }
  const retryAfterSeconds = Math.ceil((monthOf(atMs).toMs - atMs) / 1000);
  return new Fault('quota_exhausted', { details: { quota: payer.monthlyQuota ?? 0, retryAfterSeconds } });
}

/** Whether the one who asked could have done nothing about it: a bug, or too much to do. */
function isOurs(error: unknown): boolean {
  return !(error instanceof Fault) || error.kind === 'busy';
}

/**
 * Does a search after it was paid, and gives back what it has cost when it fails by our fault. Without a payer it costs
 * nothing.
 *
 * @throws Fault `credits_exhausted`, `quota_exhausted` and those of the search
 */
export async function doPaid<Answer>(
  ports: BillingPorts,
  { payer, searchId }: { readonly payer: Key | undefined; readonly searchId: string },
  search: () => Promise<Answer>,
): Promise<Answer> {
  if (payer === undefined || payer.id === ports.rules.settingsKey?.key.id) return search();
  await billSearch(ports, { payer, searchId });
  try {
    return await search();
  } catch (error) {
    if (isOurs(error)) await ports.catalog.credits.refund(searchId, ports.clock.nowMs());
    throw error;
  }
}
