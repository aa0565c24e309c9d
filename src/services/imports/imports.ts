import { randomUUID } from 'node:crypto';
import { Fault } from '../../core/fault.ts';
import type { FileFate, Import, ImportFile, Notice, SourceDescription } from '../../core/import.ts';
import { requireStorableMetadata } from '../../core/metadata.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { NewImport } from '../../ports/imports.ts';
import { requireGalleryAndPack } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';

export interface BeginImportCommand
  extends Pick<NewImport, 'galleryName' | 'provenance' | 'faces' | 'metadata' | 'keyId'> {
  readonly source: SourceDescription;
  /** Whether the source may be anywhere on this machine. Default false. */
  readonly isOperator?: boolean | undefined;
  /** Where a callback goes at the end. */
  readonly callbackUrl?: string | undefined;
  /** Who gets a mail at the end. */
  readonly mailAddress?: string | undefined;
  /** Whether to begin although there is no mail server; the import then says that the mail was given up. Default false. */
  readonly isMailOptional?: boolean | undefined;
}

/** An import, and who is told of its end. */
export interface ImportWithNotices {
  readonly import: Import;
  readonly notices: readonly Notice[];
}

/** @throws Fault `request_invalid` when somebody wants to be told of an end that does not come */
function requireNobodyWaits({ callbackUrl, mailAddress }: BeginImportCommand): void {
  if (callbackUrl === undefined && mailAddress === undefined) return;
  const problem = 'a folder that is watched has no end that somebody could be told of';
  throw new Fault('request_invalid', { details: { problem } });
}

/** It would be shown with the import. @throws Fault `request_invalid` */
function requireWithoutPassword(address: string): void {
  const { username, password } = new URL(address);
  if (username === '' && password === '') return;
  const problem = 'the address of the callback must be without a name and password';
  throw new Fault('request_invalid', { details: { problem } });
}

/**
 * Puts an import into the queue.
 *
 * @throws Fault `gallery_not_found`, `gallery_of_vectors`, `pack_not_installed`, `metadata_too_large`, `request_invalid`,
 * `import_queue_full`, `mail_not_set_up`, and what `ImportSources.prepare` throws
 */
export async function beginImport(
  ports: Pick<
    ServicePorts,
    'catalog' | 'clock' | 'importSources' | 'mailer' | 'rules' | 'secretBox' | 'vision'
  >,
  command: BeginImportCommand,
): Promise<Import> {
  const { source: wanted, isOperator = false, callbackUrl, mailAddress, isMailOptional, ...facts } = command;
  requireStorableMetadata(command.metadata);
  const isEndless = wanted.kind === 'folder' && wanted.watch === true;
  if (isEndless) requireNobodyWaits(command);
  if (callbackUrl !== undefined) requireWithoutPassword(callbackUrl);
  if (mailAddress !== undefined && isMailOptional !== true && !ports.mailer.isSetUp)
    throw new Fault('mail_not_set_up');
  const { gallery } = await requireGalleryAndPack(ports, command.galleryName);
  const { credentials, ...prepared } = await ports.importSources.prepare(wanted, { isOperator });
  const id = randomUUID();
  const fresh: NewImport = {
    ...facts,
    ...prepared,
    kind: wanted.kind,
    isEndless,
    id,
    galleryId: gallery.id,
    sealed: credentials === undefined ? undefined : ports.secretBox.seal(credentials, id),
    notices: [
      ...(callbackUrl === undefined ? [] : [{ kind: 'callback', target: callbackUrl } as const]),
      ...(mailAddress === undefined ? [] : [{ kind: 'mail', target: mailAddress } as const]),
    ],
    createdAtMs: ports.clock.nowMs(),
  };
  return ports.catalog.imports.create(fresh, { unfinished: ports.rules.importLimit });
}

async function requireImport({ catalog }: Pick<ServicePorts, 'catalog'>, importId: string): Promise<Import> {
  const found = await catalog.imports.find(importId);
  if (found === undefined) throw new Fault('import_not_found', { details: { import: importId } });
  return found;
}

/** How far an import is. @throws Fault `import_not_found` */
export async function getImport(
  ports: Pick<ServicePorts, 'catalog'>,
  importId: string,
): Promise<ImportWithNotices> {
  const found = await requireImport(ports, importId);
  return { import: found, notices: await ports.catalog.imports.notices(importId) };
}

/** All imports, from the newest on. @throws Fault `gallery_not_found` when one gallery is wanted */
export async function listImports(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  page: PageRequest,
): Promise<Page<Import>> {
  return catalog.imports.list(page);
}

/** What became of the files of an import, in the order in which they were done. @throws Fault `import_not_found` */
export async function listImportFiles(
  ports: Pick<ServicePorts, 'catalog'>,
  {
    importId,
    page,
    outcome,
  }: {
    readonly importId: string;
    readonly page: PageRequest;
    readonly outcome?: FileFate['outcome'] | undefined;
  },
): Promise<Page<ImportFile>> {
  await requireImport(ports, importId);
  return ports.catalog.imports.listFiles(importId, page, outcome);
}

const WANTED = { paused: 'paused', queued: 'resumed', cancelled: 'cancelled' } as const;

/** Changing what is so already changes nothing. */
function isSo({ state }: Import, to: keyof typeof WANTED): boolean {
  return state === to || (to === 'queued' && state === 'running');
}

async function changeImport(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  importId: string,
  to: keyof typeof WANTED,
): Promise<Import> {
  await requireImport(ports, importId);
  const changed = await ports.catalog.imports.change(importId, to, ports.clock.nowMs());
  if (changed === undefined) throw new Fault('import_not_found', { details: { import: importId } });
  if (isSo(changed, to)) return changed;
  const details = { import: importId, state: changed.state, wanted: WANTED[to] };
  throw new Fault('import_state_differs', { details });
}

/** Stops an import, in whatever process it runs, until it is resumed. @throws Fault `import_not_found`, `import_state_differs` */
export function pauseImport(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  importId: string,
): Promise<Import> {
  return changeImport(ports, importId, 'paused');
}

/** Goes on with an import that was paused or has failed. @throws Fault `import_not_found`, `import_state_differs` */
export function resumeImport(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  importId: string,
): Promise<Import> {
  return changeImport(ports, importId, 'queued');
}

/** Ends an import for good; what it has stored stays. @throws Fault `import_not_found`, `import_state_differs` */
export function cancelImport(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  importId: string,
): Promise<Import> {
  return changeImport(ports, importId, 'cancelled');
}
