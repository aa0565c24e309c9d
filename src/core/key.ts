/**
 * What a key may do. `read`: list and look at what is stored; `search`: search and compare;
 * `write`: create galleries, store and delete; `admin`: manage keys.
 */
export const SCOPES = ['read', 'search', 'write', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** What a key may use and how much of it. What is absent is not limited. */
export interface KeyLimits {
  /** Names of the galleries that it may use; they need not exist. */
  readonly galleries?: readonly string[] | undefined;
  /** From then on it is refused. */
  readonly expiresAtMs?: number | undefined;
  /** What is left to pay searches with, 0 or more. */
  readonly credits?: number | undefined;
  /** Credits, 0 or more. */
  readonly costPerSearch: number;
  /** Searches in a calendar month, UTC. */
  readonly monthlyQuota?: number | undefined;
  /** 0 for any number; by default as the settings say. */
  readonly requestsPerMinute?: number | undefined;
}

/** An API key. Its secret is known to its holder only. */
export interface Key extends KeyLimits {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly revokedAtMs?: number;
}
