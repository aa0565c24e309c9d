/** The time of day. Tests set it; the product asks the system. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
}
