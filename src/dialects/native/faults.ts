import { z } from 'zod';
import { FAULT_CODES, type Fault } from '../../core/fault.ts';
import type { FaultReply } from '../contract/dialect.ts';

/** RFC 9457 problem details with our code, remedy and request id. */
export const problemSchema = z
  .object({
    type: z.string().describe('Identifies the kind of problem; ends with its code.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, in one sentence.'),
    code: z.enum([...FAULT_CODES, 'internal_error']),
    remedy: z.string().describe('What to do about it.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

const CONTENT_TYPE = 'application/problem+json';

export function renderFault(fault: Fault, status: number, requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      type: `urn:likeness:fault:${fault.code}`,
      title: fault.code.replaceAll('_', ' '),
      status,
      detail: fault.message,
      code: fault.code,
      remedy: fault.remedy,
      retryable: fault.retryable,
      requestId,
    } satisfies z.input<typeof problemSchema>,
  };
}

export function renderBug(requestId: string): FaultReply {
  return {
    contentType: CONTENT_TYPE,
    body: {
      type: 'urn:likeness:fault:internal_error',
      title: 'internal error',
      status: 500,
      detail: 'Something went wrong inside Likeness.',
      code: 'internal_error',
      remedy: 'Report it with the request id; the server log holds the details.',
      retryable: false,
      requestId,
    } satisfies z.input<typeof problemSchema>,
  };
}
