import type { z } from 'zod';
import type { Fault, FaultCode } from '../../core/fault.ts';
import type { Operation } from './operation.ts';

/** An error as it goes over the wire. */
export interface FaultReply {
  readonly contentType: string;
  readonly body: unknown;
}

/** One vendor's HTTP API: a table of operations, and how that vendor says that something went wrong. */
export interface Dialect {
  /** Lower-case, such as `native`; names its document, its log lines and its metrics. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly operations: readonly Operation[];
  /** The HTTP status of every fault; total, so that a new fault cannot be forgotten. */
  readonly faultStatus: Readonly<Record<FaultCode, number>>;
  /** The vendor's form of an error; also the schema in its document. */
  readonly faultSchema: z.ZodType;
  renderFault(fault: Fault, status: number, requestId: string): FaultReply;
  /** The vendor's form of an internal error, without internals. Its status is 500. */
  renderBug(requestId: string): FaultReply;
}
