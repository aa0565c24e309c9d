/**
 * What a key may do. `read`: list and look at what is stored; `search`: search and compare;
 * `write`: create galleries, store and delete; `admin`: manage keys.
 */
export const SCOPES = ['read', 'search', 'write', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** An API key. Its secret is known to its holder only. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly revokedAtMs?: number;
}
