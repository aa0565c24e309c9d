import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportState } from '../../core/import.ts';
import type { ServicePorts } from '../ports.ts';
import { getImport, type ImportWithNotices } from './imports.ts';

const LOOK_EVERY_MS = 500;
/** So that nobody on the way takes a connection for dead. */
const SILENT_FOR_AT_MOST_MS = 15_000;

const ENDED: ReadonlySet<ImportState> = new Set(['done', 'failed', 'cancelled']);

/**
 * How an import goes on: `first`, and then the import whenever it has changed, until it has ended or the signal;
 * undefined when nothing was new for fifteen seconds.
 *
 * @throws Fault `import_not_found` when its gallery is deleted
 */
export async function* watchImport(
  ports: Pick<ServicePorts, 'catalog'>,
  first: ImportWithNotices,
  signal: AbortSignal,
): AsyncGenerator<ImportWithNotices | undefined> {
  yield first;
  let told = first;
  let toldAtMs = performance.now();
  while (!ENDED.has(told.import.state)) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const now = await getImport(ports, told.import.id);
    const isNews = JSON.stringify(now) !== JSON.stringify(told);
    if (!isNews && performance.now() - toldAtMs < SILENT_FOR_AT_MOST_MS) continue;
    yield isNews ? now : undefined;
    told = now;
    toldAtMs = performance.now();
  }
}
