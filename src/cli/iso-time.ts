/** A moment as machines and people both read it, in UTC. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
