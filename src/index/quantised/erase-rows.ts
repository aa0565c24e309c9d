import { writeSync } from 'node:fs';
import type { ErasePlan } from './messages.ts';
import { rowBytesOf } from './row-format.ts';

const MOST_ROWS = 1024;

/** Overwrites the 8-bit templates of faces that are gone: they are personal data. */
export function eraseRows({ family, descriptor, slots }: ErasePlan): void {
  const rowBytes = rowBytesOf(family.dimensions);
  const zeros = Buffer.alloc(Math.min(MOST_ROWS, slots.length) * rowBytes);
  for (let from = 0; from < slots.length; ) {
    const first = slots[from] ?? 0;
    let rows = 1;
    while (rows < MOST_ROWS && slots[from + rows] === first + rows) rows += 1;
    writeSync(descriptor, zeros, 0, rows * rowBytes, first * rowBytes);
    from += rows;
  }
}
