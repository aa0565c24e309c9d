/** Starts a watch; each call answers the milliseconds since the call before. */
export function stopwatch(): () => number {
  let lastMs = performance.now();
  return () => {
    const nowMs = performance.now();
    const passedMs = nowMs - lastMs;
    lastMs = nowMs;
    return passedMs;
  };
}
