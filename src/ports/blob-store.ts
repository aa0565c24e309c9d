/** Bytes addressed by their content. */
export interface BlobStore {
  /**
   * Stores the bytes durably under their address (SHA-256, 64 lower-case hex digits). When it resolves the bytes
   * survive a crash. Storing the same bytes again only renews their time.
   */
  put(bytes: Uint8Array): Promise<StoredBlob>;
  /** The bytes, or undefined when there are none at this address. */
  get(address: string): Promise<Uint8Array | undefined>;
  /** When the bytes at this address were last put, by any process; undefined when there are none. */
  storedAt(address: string): Promise<number | undefined>;
  /** Removes the bytes if they are there. */
  delete(address: string): Promise<void>;
  /** Everything stored, in no particular order. */
  list(): AsyncIterable<StoredBlob>;
}

export interface StoredBlob {
  readonly address: string;
  /** When it was last put; no two puts of a blob have the same time, as far as the store can tell times apart. */
  readonly storedAtMs: number;
}
