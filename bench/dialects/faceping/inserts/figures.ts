/** What storing some vectors in one way took. */
export interface Figures {
  readonly what: string;
  readonly vectors: number;
  readonly vectorsPerSecond: number;
  /** From the request to its acknowledgement. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The longest that the event loop of whoever stores did not turn. */
  readonly longestHoldMs: number;
}

/** Requests that are all alike in size. */
export interface Load {
  readonly what: string;
  readonly requests: number;
  readonly vectorsEach: number;
  /** How many wait for their answer at the same time. */
  readonly clients: number;
  /** Resolves when the vectors of a request, counted from 0, are acknowledged. */
  store(request: number): Promise<unknown>;
  /** Since the last call. */
  longestHoldMs(): Promise<number>;
}

function at(rising: readonly number[], share: number): number {
  return rising[Math.floor(rising.length * share)] ?? Number.NaN;
}

/** Stores by as many clients as the load names, each with its next request once its last is acknowledged. */
export async function measureLoad(load: Load): Promise<Figures> {
  const tookMs: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let request = next++; request < load.requests; request = next++) {
      const startedAtMs = performance.now();
      await load.store(request);
      tookMs.push(performance.now() - startedAtMs);
    }
  };
  await load.longestHoldMs();
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: load.clients }, client));
  const seconds = (performance.now() - startedAtMs) / 1000;
  const vectors = load.requests * load.vectorsEach;
  const rising = tookMs.toSorted((first, second) => first - second);
  return {
    what: load.what,
    vectors,
    vectorsPerSecond: vectors / seconds,
    p50Ms: at(rising, 0.5),
    p95Ms: at(rising, 0.95),
    longestHoldMs: await load.longestHoldMs(),
  };
}
