import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

/** The vendor's page says: an error code and a human-readable message. */
export const errorSchema = z
  .object({
    error: z.string().describe('Code of what is wrong.'),
    message: z.string().describe('What is wrong and what to do about it.'),
  })
  .meta({ id: 'Error' });

/** The only code that the vendor's page names. */
const UNAUTHORIZED = 'unauthorized';

const VENDOR_CODES: Partial<Record<FaultCode, string>> = {
  key_missing: UNAUTHORIZED,
  key_invalid: UNAUTHORIZED,
  key_expired: UNAUTHORIZED,
};

/** Where our own words would puzzle a client of this vendor, who knows no galleries. */
const VENDOR_MESSAGES: Partial<Record<FaultCode, (details: FaultDetails) => string>> = {
  gallery_not_found: ({ gallery }) =>
    `There is nothing to search yet: the gallery "${gallery}" does not exist. Store photos in it first.`,
};

function replyWith(body: z.input<typeof errorSchema>): FaultReply {
  return { contentType: 'application/json', body };
}

export function renderFault(fault: Fault): FaultReply {
  return replyWith({
    error: VENDOR_CODES[fault.code] ?? fault.code,
    message: VENDOR_MESSAGES[fault.code]?.(fault.details) ?? `${fault.message} ${fault.remedy}`,
  });
}

export function renderBug(requestId: string): FaultReply {
  const message = `Something went wrong inside the server. Report it with the request id ${requestId}.`;
  return replyWith({ error: 'internal_error', message });
}
