import type { Import, ImportFile } from '../../core/import.ts';
import type { ServicePorts } from '../ports.ts';

/** More failed files are counted, but not named. */
const MOST_FAILURES = 10_000;
const FILES_PER_READ = 500;

/** What is told of the end of an import, as FacePing's page shows it. */
export interface ImportOutline {
  readonly totalFiles: number;
  readonly successCount: number;
  readonly failed: readonly { readonly fileName: string; readonly fileId: string; readonly error: string }[];
}

function errorOf({ fate }: ImportFile): string {
  return fate.outcome === 'failed' ? fate.reason : '';
}

/** What became of an import; failed files by name, at most 10,000 of them. */
export async function summariseImport(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  { id, counts }: Import,
): Promise<ImportOutline> {
  const failed: ImportFile[] = [];
  let after: string | undefined;
  do {
    const page = { limit: FILES_PER_READ, ...(after !== undefined && { after }) };
    const { items, next } = await catalog.imports.listFiles(id, page, 'failed');
    failed.push(...items);
    after = next;
  } while (after !== undefined && failed.length < MOST_FAILURES);
  const successCount = counts.stored + counts.alreadyStored;
  return {
    totalFiles: counts.total ?? successCount + counts.failed,
    successCount,
    failed: failed.slice(0, MOST_FAILURES).map((file) => ({
      fileName: file.name,
      fileId: file.sourceId,
      error: errorOf(file),
    })),
  };
}
