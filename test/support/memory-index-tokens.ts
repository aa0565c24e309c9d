import type { IndexTokens } from '../../src/ports/index-tokens.ts';

/** Tokens of saved indexes, for an index without a catalog. */
export class MemoryIndexTokens implements IndexTokens {
  #tokens = new Set<string>();

  async has(token: string): Promise<boolean> {
    return this.#tokens.has(token);
  }

  async add(token: string): Promise<void> {
    this.#tokens.add(token);
  }

  async removeOthers(token: string): Promise<void> {
    this.#tokens = new Set([...this.#tokens].filter((known) => known === token));
  }
}
