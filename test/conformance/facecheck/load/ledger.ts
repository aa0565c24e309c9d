import { z } from 'zod';
import { type ServerProcess, send } from '../../../support/server-process.ts';

/** More than any key of a test has. */
const ENTRIES = 1000;

const keySchema = z.object({ credits: z.number() });
const entriesSchema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['grant', 'search', 'refund']),
      search: z.string().optional(),
      amount: z.number(),
    }),
  ),
});

/** What happened to the credits of a key. */
export interface Ledger {
  /** Ids of searches, once for every bill. */
  readonly bills: readonly string[];
  /** Ids of searches, once for every refund. */
  readonly refunds: readonly string[];
  /** What the key has left. */
  readonly credits: number;
  /** What all its entries add up to. */
  readonly sum: number;
}

/** Reads the ledger of a key that has credits. */
export async function readLedger({ address }: ServerProcess, keyId: string): Promise<Ledger> {
  const get = async (path: string): Promise<unknown> => (await send(address, path)).json();
  const { credits } = keySchema.parse(await get(`/v1/keys/${keyId}`));
  const { items } = entriesSchema.parse(await get(`/v1/keys/${keyId}/entries?limit=${ENTRIES}`));
  const searchesOf = (wanted: 'search' | 'refund'): readonly string[] =>
    items.filter(({ kind }) => kind === wanted).map(({ search = '' }) => search);
  return {
    bills: searchesOf('search'),
    refunds: searchesOf('refund'),
    credits,
    sum: items.reduce((sum, { amount }) => sum + amount, 0),
  };
}
