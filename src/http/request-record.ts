import type { IncomingMessage } from 'node:http';
import type { FaultCode } from '../core/fault.ts';
import type { Key } from '../core/key.ts';

/** What is known of a request that is being answered. Made to be logged: holds nothing that came from outside. */
export interface RequestRecord {
  readonly startedAtMs: number;
  /** Of the body, so far. */
  receivedBytes: number;
  dialect?: string;
  operation?: string;
  key?: Key;
  faultCode?: FaultCode;
}

/** The record of each request, for as long as the request lives. */
export class RequestRecords {
  readonly #records = new WeakMap<IncomingMessage, RequestRecord>();

  of(message: IncomingMessage): RequestRecord {
    const known = this.#records.get(message);
    if (known !== undefined) return known;
    const record = { startedAtMs: performance.now(), receivedBytes: 0 };
    this.#records.set(message, record);
    return record;
  }
}
