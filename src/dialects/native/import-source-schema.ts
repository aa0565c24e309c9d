import { z } from 'zod';

const path = z.string().min(1).describe("On the server, inside one of the setting's `importFolders`.");

const LONGEST_PATTERN = 1000;
const MOST_PATTERNS = 100;

/** Where the photos of an import are. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('folder'),
      path,
      ignore: z
        .array(z.string().min(1).max(LONGEST_PATTERN))
        .max(MOST_PATTERNS)
        .optional()
        .describe('What to pass over, written like the patterns of `.gitignore`.'),
      watch: z
        .boolean()
        .optional()
        .describe('Whether to wait for photos that come later, until the import is paused or cancelled.'),
    })
    .describe('A folder with its subfolders.')
    .meta({ id: 'FolderSource' }),
  z
    .strictObject({ kind: z.literal('zip'), path })
    .describe('A ZIP archive.')
    .meta({ id: 'ZipSource' }),
  z
    .strictObject({ kind: z.literal('manifest'), path })
    .describe('A list of photos, as CSV or as lines of JSON.')
    .meta({ id: 'ManifestSource' }),
  z
    .strictObject({
      kind: z.literal('ftp'),
      host: z.string().min(1).describe('Name or address, also with `ftp://` or `ftps://`.'),
      port: z.number().int().min(1).max(65_535).optional(),
      username: z.string().min(1),
      password: z.string(),
      folder: z.string().min(1),
      security: z
        .enum(['none', 'explicit', 'implicit'])
        .optional()
        .describe('Of the connection; by default as the scheme of the host says.'),
    })
    .describe('A folder of an FTP server, with its subfolders.')
    .meta({ id: 'FtpSource' }),
  z
    .strictObject({
      kind: z.literal('google-drive'),
      folderId: z.string().min(1),
      serviceAccountKey: z
        .string()
        .min(1)
        .describe('JSON of a service account that the folder is shared with.'),
    })
    .describe('A folder of Google Drive, with its subfolders.')
    .meta({ id: 'DriveSource' }),
]);
