import { Fault } from '../core/fault.ts';

/** @param bytes of the photo; when it was not read to its end, how many there are at least */
export function photoTooLarge(bytes: number, limitBytes: number): Fault {
  return new Fault('photo_too_large', { details: { bytes, limitBytes } });
}

/** @throws Fault `photo_too_large` */
export function requireWithinLimit(bytes: number, limitBytes: number): void {
  if (bytes > limitBytes) throw photoTooLarge(bytes, limitBytes);
}
