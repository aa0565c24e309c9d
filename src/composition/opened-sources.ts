import { z } from 'zod';
import { Fault } from '../core/fault.ts';
import type {
  DriveSource,
  FolderSource,
  FtpSource,
  ImportKind,
  PathSource,
  SourceDescription,
} from '../core/import.ts';
import type { Metadata } from '../core/metadata.ts';
import { OperatorError } from '../core/operator-error.ts';
import type { ImportSources, PreparedSource } from '../ports/import-sources.ts';
import type { AddressGuard, OutgoingHttp } from '../ports/outgoing.ts';
import type { PhotoSource } from '../ports/photo-source.ts';
import { openFolderSource } from '../sources/folder/open-folder-source.ts';
import { parseFtpAddress } from '../sources/ftp/ftp-address.ts';
import { openFtpSource } from '../sources/ftp/open-ftp-source.ts';
import { openDriveSource } from '../sources/google-drive/open-drive-source.ts';
import { parseServiceAccountKey } from '../sources/google-drive/service-account-key.ts';
import { openManifestSource } from '../sources/manifest/open-manifest-source.ts';
import { openZipSource } from '../sources/zip/open-zip-source.ts';
import { requireAllowedPath } from './allowed-paths.ts';

/** `anywhere`: the operator has named it. */
const pathSettings = z.strictObject({ path: z.string(), anywhere: z.boolean().optional() });
const folderSettings = pathSettings.extend({
  ignore: z.array(z.string()).optional(),
  watch: z.boolean().optional(),
});
const ftpSettings = z.strictObject({
  host: z.string(),
  port: z.number().optional(),
  folder: z.string(),
  security: z.enum(['none', 'explicit', 'implicit']).optional(),
});
const ftpCredentials = z.strictObject({ username: z.string(), password: z.string() });
const driveSettings = z.strictObject({ folderId: z.string() });

export interface OpenedSourcesOptions {
  /** Where those who are not the operator may import from. */
  readonly importFolders: readonly string[];
  readonly addresses: AddressGuard;
  readonly outgoing: OutgoingHttp;
}

/** What is wrong with a description is the mistake of whoever has sent it. */
function asFault(error: unknown): never {
  if (!(error instanceof OperatorError)) throw error;
  const problem = error.message.replace(/\.$/, '');
  throw new Fault('request_invalid', { details: { problem }, cause: error });
}

function prepareFtp({ host, port, folder, security, username, password }: FtpSource): PreparedSource {
  const wanted = { ...(port !== undefined && { port }), ...(security !== undefined && { security }) };
  const address = parseFtpAddress(host, wanted);
  return {
    source: { host, folder, ...wanted },
    credentials: JSON.stringify({ username, password }),
    description: `${address.host}:${address.port} ${folder}`,
  };
}

/** Without those that are not set: what is written down is JSON. */
function folderOptionsOf({ ignore, watch }: FolderSource): Metadata {
  return { ...(ignore !== undefined && { ignore }), ...(watch !== undefined && { watch }) };
}

function prepareDrive({ folderId, serviceAccountKey }: DriveSource): PreparedSource {
  parseServiceAccountKey(serviceAccountKey);
  return { source: { folderId }, credentials: serviceAccountKey, description: `folder ${folderId}` };
}

/** The sources of imports, as they are written down and opened. */
export class OpenedSources implements ImportSources {
  readonly #options: OpenedSourcesOptions;

  constructor(options: OpenedSourcesOptions) {
    this.#options = options;
  }

  async prepare(
    description: SourceDescription,
    given: { readonly isOperator: boolean },
  ): Promise<PreparedSource> {
    const { kind } = description;
    if (kind !== 'ftp' && kind !== 'google-drive') return this.#preparePath(description, given);
    try {
      return kind === 'ftp' ? prepareFtp(description) : prepareDrive(description);
    } catch (error) {
      return asFault(error);
    }
  }

  async open(
    kind: ImportKind,
    { source, credentials = '' }: Pick<PreparedSource, 'source' | 'credentials'>,
  ): Promise<PhotoSource> {
    const { addresses, outgoing } = this.#options;
    const requireAllowed = async (host: string) => (await addresses.requireAllowed(host)).address;
    const openers: Record<ImportKind, () => Promise<PhotoSource>> = {
      folder: async () => {
        const { path, anywhere = false, ...options } = folderSettings.parse(source);
        const allowed = await this.#requireAllowed({ path, anywhere });
        return openFolderSource(allowed, { ...options, staysInside: !anywhere });
      },
      zip: async () => openZipSource(await this.#requireAllowed(pathSettings.parse(source))),
      manifest: async () =>
        openManifestSource(await this.#requireAllowed(pathSettings.parse(source)), outgoing),
      ftp: () => {
        const account = ftpCredentials.parse(JSON.parse(credentials));
        return openFtpSource({ ...ftpSettings.parse(source), ...account }, requireAllowed);
      },
      'google-drive': () =>
        openDriveSource({ ...driveSettings.parse(source), serviceAccountKey: credentials }),
    };
    return openers[kind]();
  }

  async #preparePath(
    wanted: FolderSource | PathSource,
    { isOperator }: { readonly isOperator: boolean },
  ): Promise<PreparedSource> {
    const folders = this.#options.importFolders;
    const path = await requireAllowedPath(wanted.path, { folders, isOperator });
    const source = {
      path,
      ...(isOperator && { anywhere: true }),
      ...(wanted.kind === 'folder' && folderOptionsOf(wanted)),
    };
    return { source, credentials: undefined, description: path };
  }

  /** What was looked at when the import was begun may be a link by now, or not be allowed any more. */
  async #requireAllowed({ path, anywhere = false }: z.infer<typeof pathSettings>): Promise<string> {
    if (anywhere) return path;
    return requireAllowedPath(path, { folders: this.#options.importFolders, isOperator: false });
  }
}
