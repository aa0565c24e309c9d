import { FAULT_CATALOGUE } from './faults/fault-catalogue.ts';
import type { FaultKind } from './faults/fault-entry.ts';

export type FaultCode = keyof typeof FAULT_CATALOGUE;

/** Values that complete a fault's sentence; they may be shown to the caller. */
export type FaultDetails = Readonly<Record<string, string | number>>;

function fill(sentence: string, details: FaultDetails): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?'));
}

/** A failure that the caller can understand and act upon. Whatever else is thrown is a bug. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly kind: FaultKind;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly details: FaultDetails;

  constructor(code: FaultCode, context: { readonly details?: FaultDetails; readonly cause?: unknown } = {}) {
    const entry = FAULT_CATALOGUE[code];
    const details = context.details ?? {};
    super(fill(entry.sentence, details), { cause: context.cause });
    this.name = 'Fault';
    this.code = code;
    this.kind = entry.kind;
    this.remedy = fill(entry.remedy, details);
    this.retryable = entry.retryable;
    this.details = details;
  }
}

/** Every code of the catalogue, for tables and documents that must be complete. */
export const FAULT_CODES: readonly FaultCode[] = Object.keys(FAULT_CATALOGUE).filter(isFaultCode);

/** Whether a word is a code of the catalogue. */
export function isFaultCode(word: string): word is FaultCode {
  return Object.hasOwn(FAULT_CATALOGUE, word);
}
