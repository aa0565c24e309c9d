import { z } from 'zod';
import type { Fault, FaultCode, FaultDetails } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';
import { USUAL_FAULT_STATUS } from '../contract/usual-fault-status.ts';

/** The vendor's errors have `detail`; the rest is ours. */
export const errorSchema = z
  .object({
    detail: z.string().describe('What is wrong and what to do about it.'),
    code: z.string().describe('Code of what is wrong.'),
    request_id: z.string(),
  })
  .meta({ id: 'Error' });

/** Models that are not there are nothing that a client of this vendor could put right by asking otherwise. */
export const FAULT_STATUS = {
  ...USUAL_FAULT_STATUS,
  liveness_unavailable: 503,
  pack_not_installed: 503,
} as const satisfies Record<FaultCode, number>;

/** Where our own words would puzzle a client of this vendor, who knows no galleries. */
const VENDOR_WORDS: Partial<Record<FaultCode, (details: FaultDetails) => string>> = {
  gallery_not_found: () => 'Nobody is enrolled yet. Enroll somebody with POST /api/v1/face/enroll.',
};

/** What is wrong, in one text. */
export function detailOf(fault: Fault): string {
  return VENDOR_WORDS[fault.code]?.(fault.details) ?? `${fault.message} ${fault.remedy}`;
}

function replyWith(body: z.input<typeof errorSchema>): FaultReply {
  return { contentType: 'application/json', body };
}

export function renderFault(fault: Fault, _status: number, requestId: string): FaultReply {
  return replyWith({ detail: detailOf(fault), code: fault.code, request_id: requestId });
}

export function renderBug(requestId: string): FaultReply {
  const detail = 'Something went wrong inside the server. Report it with the request id.';
  return replyWith({ detail, code: 'internal_error', request_id: requestId });
}
