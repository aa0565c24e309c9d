/**
 * Marks by which a catalog knows the saved indexes that were made from it. Each is random and written when an index is
 * saved: a catalog that was brought back from an earlier backup, or is another one, does not know it.
 */
export interface IndexTokens {
  has(token: string): Promise<boolean>;
  /** Adding again changes nothing. */
  add(token: string): Promise<void>;
  /** Forgets all others. */
  removeOthers(token: string): Promise<void>;
}
