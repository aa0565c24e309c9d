/** When the calendar month of a moment begins and when the next one does, UTC. */
export function monthOf(atMs: number): { readonly fromMs: number; readonly toMs: number } {
  const moment = new Date(atMs);
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()];
  return { fromMs: Date.UTC(year, month), toMs: Date.UTC(year, month + 1) };
}
