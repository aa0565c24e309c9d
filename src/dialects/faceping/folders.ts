import { z } from 'zod';
import type { Import, SourceDescription } from '../../core/import.ts';
import type { Services } from '../../services/services.ts';
import { GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { groupParams, SOURCE } from './groups.ts';

/** What a vendor's client sends for nothing. */
const blank = z.literal('');

const notification = {
  notificationEmailAddress: z
    .union([z.email(), blank])
    .nullish()
    .describe('Email address to receive the results.'),
  callbackUrl: z
    .union([z.url({ protocol: /^https?$/ }), blank])
    .nullish()
    .describe('Receives a POST with the results.'),
};

const text = z.string().min(1);

const driveBody = z.object({
  folderId: text.describe('Google Drive folder ID to process images from'),
  serviceAccountKey: text.describe('JSON string containing Google service account credentials'),
  ...notification,
});

const ftpBody = z.object({
  host: text.describe('FTP server hostname or IP address'),
  username: text.describe('FTP account username. Special characters should be URL encoded (e.g., $ as %24)'),
  password: text.describe('FTP account password'),
  folderPath: text.describe('Path to the folder containing images on the FTP server'),
  port: z.number().int().min(1).max(65_535).nullish().describe('Defaults to 21'),
  ...notification,
});

const startedReply = z
  .object({
    message: z.string(),
    importId: z.string().describe('Ours: the import under /v1/imports.'),
  })
  .describe('Ours: the page of the vendor shows no reply.');

const FAULTS = [...GALLERY_FAULTS, 'gallery_of_vectors', 'pack_not_installed', 'import_queue_full'] as const;

interface Folder {
  readonly groupName: string;
  readonly keyId: string;
  readonly operation: string;
  readonly source: SourceDescription;
  readonly notify: {
    readonly notificationEmailAddress?: string | null | undefined;
    readonly callbackUrl?: string | null | undefined;
  };
}

/** An empty text is none. */
function given(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

async function start(services: Services, folder: Folder): Promise<z.output<typeof startedReply>> {
  const { groupName, keyId, operation, source, notify } = folder;
  const begun: Import = await services.beginImport({
    galleryName: groupName,
    keyId,
    source,
    provenance: `FacePing ${operation}`,
    faces: 'largest',
    metadata: {},
    callbackUrl: given(notify.callbackUrl),
    mailAddress: given(notify.notificationEmailAddress),
    isMailOptional: true,
  });
  return { message: 'Processing has started.', importId: begun.id };
}

const processDriveFolder = defineOperation({
  name: 'processDriveFolder',
  method: 'POST',
  path: '/groups/:groupName/process-drive-folder',
  summary: 'Processes all images in a Google Drive folder and stores them in the group',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: { json: driveBody },
  reply: { status: 202, schema: startedReply },
  faults: FAULTS,
  handle: ({ params, body, key }, services) => {
    const { folderId, serviceAccountKey, ...notify } = body;
    const source = { kind: 'google-drive', folderId, serviceAccountKey } as const;
    return start(services, { ...params, keyId: key.id, operation: 'process-drive-folder', source, notify });
  },
});

const processFtpFolder = defineOperation({
  name: 'processFtpFolder',
  method: 'POST',
  path: '/groups/:groupName/process-ftp-folder',
  summary: 'Processes all images in an FTP folder and stores them in the group',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: { json: ftpBody },
  reply: { status: 202, schema: startedReply },
  faults: FAULTS,
  handle: ({ params, body, key }, services) => {
    const { host, username, password, folderPath, port, ...notify } = body;
    const source = {
      kind: 'ftp',
      host,
      username,
      password,
      folder: folderPath,
      port: port ?? undefined,
    } as const;
    return start(services, { ...params, keyId: key.id, operation: 'process-ftp-folder', source, notify });
  },
});

export const folderOperations = [processDriveFolder, processFtpFolder];
