/** Which processes work on the same data at the moment. */
export interface Tenancy {
  /** Whether no other process that lives has joined. */
  isAlone(): Promise<boolean>;
  /** Tells the others that this process is gone. Idempotent. */
  leave(): Promise<void>;
}
