import { Fault } from '../../core/fault.ts';

/** The right to hold one body in memory. Release it when the body is no longer needed. */
export interface UploadSlot {
  /** @throws Fault `overloaded` when all bodies together would hold too much */
  reserve(totalBytes: number): void;
  /** Idempotent. */
  release(): void;
}

/** Bounds the bodies that are held in memory at the same time, in number and in bytes. */
export class UploadSlots {
  readonly #limits: { readonly uploads: number; readonly bytes: number };
  #uploads = 0;
  #bytes = 0;

  constructor(limits: { readonly uploads: number; readonly bytes: number }) {
    this.#limits = limits;
  }

  /** @throws Fault `overloaded` at once when no slot is free */
  take(): UploadSlot {
    if (this.#uploads >= this.#limits.uploads) throw new Fault('overloaded');
    this.#uploads += 1;
    let reservedBytes = 0;
    let isHeld = true;
    return {
      reserve: (totalBytes) => {
        const moreBytes = totalBytes - reservedBytes;
        if (moreBytes <= 0) return;
        if (this.#bytes + moreBytes > this.#limits.bytes) throw new Fault('overloaded');
        this.#bytes += moreBytes;
        reservedBytes = totalBytes;
      },
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#uploads -= 1;
        this.#bytes -= reservedBytes;
      },
    };
  }
}
