import { z } from 'zod';

/** The fields that are asked for of each file. */
export const FILE_FIELDS =
  'id,name,mimeType,size,md5Checksum,modifiedTime,webViewLink,trashed,shortcutDetails(targetId,targetMimeType)';

/** An id of Drive's: it is put into questions, so nothing else may be in it. */
export const driveId = z.string().regex(/^[\w-]+$/);

const fileSchema = z.object({
  id: driveId,
  name: z.string(),
  mimeType: z.string(),
  /** A number of 64 bits, as text; absent for what has no bytes, such as a folder. */
  size: z.coerce.number().int().nonnegative().nullish(),
  md5Checksum: z.string().nullish(),
  modifiedTime: z.string().nullish(),
  webViewLink: z
    .url({ protocol: /^https$/ })
    .nullish()
    .catch(undefined),
  trashed: z.boolean().nullish(),
  shortcutDetails: z.object({ targetId: driveId, targetMimeType: z.string().nullish() }).nullish(),
});

/** What Drive says of one file or folder. */
export type DriveFile = z.output<typeof fileSchema>;

const pageSchema = z.object({
  files: z.array(fileSchema).default([]),
  nextPageToken: z.string().nullish(),
});

/** A part of the list of a folder. */
export type DrivePage = z.output<typeof pageSchema>;

/** @throws ZodError when it is not what Google documents */
export function parseFile(reply: unknown): DriveFile {
  return fileSchema.parse(reply);
}

/** @throws ZodError when it is not what Google documents */
export function parsePage(reply: unknown): DrivePage {
  return pageSchema.parse(reply);
}
