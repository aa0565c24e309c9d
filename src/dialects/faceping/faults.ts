import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';
import { USUAL_FAULT_STATUS } from '../contract/usual-fault-status.ts';

/** The vendor's page shows no error reply; `error` is its word for one in the import reports. */
export const errorSchema = z
  .object({
    error: z.string().describe('What is wrong, in one sentence.'),
    code: z.string(),
    remedy: z.string().describe('What to do about it.'),
    statusCode: z.number().int(),
    requestId: z.string(),
  })
  .meta({ id: 'Error' });

export const FAULT_STATUS = {
  ...USUAL_FAULT_STATUS,
  photo_not_an_image: 400,
  photo_damaged: 400,
} as const satisfies Record<FaultCode, number>;

const CONTENT_TYPE = 'application/json';

/** Where our own words would puzzle a client of this vendor, who knows groups and no galleries. */
const VENDOR_WORDS: Partial<Record<FaultCode, (details: FaultDetails) => { error: string; remedy: string }>> =
  {
    gallery_not_found: ({ gallery }) => ({
      error: `There is no group named "${gallery}".`,
      remedy: 'List the groups to see their names, or create this one with POST /groups/:groupName.',
    }),
    gallery_not_allowed: ({ gallery }) => ({
      error: `The API key may not use the group "${gallery}".`,
      remedy: 'Use a group that the key may use, or another key.',
    }),
    gallery_external: ({ gallery }) => ({
      error: `The group "${gallery}" lives on another server.`,
      remedy: 'Use it there.',
    }),
    gallery_exists: ({ gallery }) => ({
      error: `A group named "${gallery}" exists already.`,
      remedy: 'Use it as it is, choose another name, or delete it first.',
    }),
    gallery_pack_changed: ({ gallery }) => ({
      error: `The group "${gallery}" was just bound to other models.`,
      remedy: 'Send the request again.',
    }),
    face_quality_too_low: ({ shortfalls }) => ({
      error: `No face of the picture is good enough for this group: ${shortfalls}.`,
      remedy: 'Use a better picture.',
    }),
    gallery_name_invalid: ({ gallery }) => ({
      error: `"${gallery}" cannot be the name of a group.`,
      remedy: 'Use 1 to 128 letters, digits, spaces or . _ @ -, beginning with a letter or digit.',
    }),
    pack_not_installed: ({ pack }) => ({
      error: `The vectors of the group were made with the models "${pack}", which are not installed.`,
      remedy: 'Install these models, or use another group.',
    }),
    face_not_found: ({ face }) => ({
      error: `There is no vector ${face}.`,
      remedy: 'Check the id; the vector may have been deleted.',
    }),
    gallery_of_vectors: ({ gallery, dimensions }) => ({
      error: `The group "${gallery}" holds vectors of ${dimensions} numbers that were made elsewhere; an image cannot be compared with them.`,
      remedy: 'Send a vector that was made as those of the group, or use another group.',
    }),
    photo_too_large: ({ bytes, limitBytes }) => ({
      error: `The picture has ${bytes} bytes; at most ${limitBytes} are accepted here.`,
      remedy: 'Send a smaller picture; as base64 at most 1 MB is accepted.',
    }),
  };

export function renderFault(fault: Fault, statusCode: number, requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      error: fault.message,
      remedy: fault.remedy,
      ...VENDOR_WORDS[fault.code]?.(fault.details),
      code: fault.code,
      statusCode,
      requestId,
    } satisfies z.input<typeof errorSchema>,
  };
}

export function renderBug(requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      error: 'Something went wrong inside the server.',
      code: 'internal_error',
      remedy: 'Report it with the request id.',
      statusCode: 500,
      requestId,
    } satisfies z.input<typeof errorSchema>,
  };
}
