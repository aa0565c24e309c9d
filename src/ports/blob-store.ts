/** Bytes addressed by their content. */
export interface BlobStore {
  /**
   * Stores the bytes durably and returns their address (SHA-256, 64 lower-case hex digits).
   * When it resolves the bytes survive a crash. Storing the same bytes again only
   * renews the time that `list` gives for them.
   */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes, or undefined when there are none at this address. */
  get(address: string): Promise<Uint8Array | undefined>;
  /** Removes the bytes if they are there. */
  delete(address: string): Promise<void>;
  /** Everything stored, in no particular order. */
  list(): AsyncIterable<StoredBlob>;
}

export interface StoredBlob {
  readonly address: string;
  /** When it was last put. */
  readonly storedAtMs: number;
}
