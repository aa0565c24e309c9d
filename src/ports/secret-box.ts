/** Keeps credentials so that whoever has the catalog, or a copy of it, cannot read them. */
export interface SecretBox {
  /** @param context what it belongs to: it can be opened for nothing else */
  seal(text: string, context: string): Uint8Array;
  /** @throws Error when it was sealed for something else, with another key, or was changed */
  open(sealed: Uint8Array, context: string): string;
}
