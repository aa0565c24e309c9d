import type { CreditEntry, DayOfUse, RecordedSearch } from '../core/credits.ts';
import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import type { Page, PageRequest } from '../core/page.ts';
import { getKey } from './keys.ts';
import type { ServicePorts } from './ports.ts';

/**
 * Gives a key more credits, a whole number above 0.
 *
 * @returns the key with what it has now
 * @throws Fault `key_not_found`, `credits_unlimited`
 */
export async function grantCredits(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  { keyId, credits }: { readonly keyId: string; readonly credits: number },
): Promise<Key> {
  const outcome = await ports.catalog.credits.grant({ keyId, credits, atMs: ports.clock.nowMs() });
  if (outcome === 'unlimited') throw new Fault('credits_unlimited', { details: { key: keyId } });
  return getKey(ports, keyId);
}

const MS_A_DAY = 86_400_000;
const DAYS_BY_DEFAULT = 30;

export interface UsageQuery {
  readonly keyId: string;
  /** By default 30 days before `toMs`. */
  readonly fromMs?: number | undefined;
  /** Not included; by default the end of the present day. */
  readonly toMs?: number | undefined;
}

/** What a key has used by days, UTC; days of no use are left out. @throws Fault `key_not_found` */
export async function getKeyUsage(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  { keyId, fromMs, toMs }: UsageQuery,
): Promise<readonly DayOfUse[]> {
  await getKey(ports, keyId);
  const endMs = toMs ?? (Math.floor(ports.clock.nowMs() / MS_A_DAY) + 1) * MS_A_DAY;
  return ports.catalog.credits.usage(keyId, {
    fromMs: fromMs ?? endMs - DAYS_BY_DEFAULT * MS_A_DAY,
    toMs: endMs,
  });
}

/** What happened to a key's credits, oldest first. @throws Fault `key_not_found` */
export async function listCreditEntries(
  ports: Pick<ServicePorts, 'catalog'>,
  { keyId, page }: { readonly keyId: string; readonly page: PageRequest },
): Promise<Page<CreditEntry>> {
  await getKey(ports, keyId);
  return ports.catalog.credits.entries(keyId, page);
}

/**
 * The searches that a key has made, oldest first, also those that cost nothing or are long forgotten.
 *
 * @throws Fault `key_not_found`
 */
export async function listKeySearches(
  ports: Pick<ServicePorts, 'catalog'>,
  { keyId, page }: { readonly keyId: string; readonly page: PageRequest },
): Promise<Page<RecordedSearch>> {
  await getKey(ports, keyId);
  return ports.catalog.credits.searches(keyId, page);
}
