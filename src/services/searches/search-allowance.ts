import type { Key } from '../../core/key.ts';
import { payerOf } from '../billing.ts';
import type { ServicePorts } from '../ports.ts';
import { galleriesOfKey } from './searched-galleries.ts';

/** What a key may search, and whether it can pay for it. */
export interface SearchAllowance {
  /** In the galleries that the key searches when it names none. */
  readonly faces: number;
  /** Absent when the key needs none. */
  readonly credits?: number;
  /** Whether credits and quota are enough for one search. */
  readonly canPay: boolean;
}

/** What a key may search, and whether it can pay for it. */
export async function getSearchAllowance(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'rules' | 'vision'>,
  key: Key,
): Promise<SearchAllowance> {
  const galleries = await galleriesOfKey(ports, key);
  const faces = galleries.reduce((sum, { faceCount }) => sum + faceCount, 0);
  const keyId = payerOf(ports, key.id);
  if (keyId === undefined) return { faces, canPay: true };
  const refusal = await ports.catalog.credits.refusalOf({ keyId, atMs: ports.clock.nowMs() });
  return { faces, canPay: refusal === undefined, ...(key.credits !== undefined && { credits: key.credits }) };
}
