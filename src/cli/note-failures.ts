import { counted } from './counted.ts';
import type { FailedFile } from './import-with-progress.ts';
import { printable } from './printable.ts';
import { note, type Session } from './session.ts';

const FAILURES_SHOWN = 20;

/** The files that failed with reason and remedy, the first few of them, for the person at the terminal. */
export function noteFailures(session: Session, failures: readonly FailedFile[], howToSeeAll: string): void {
  if (failures.length === 0) return;
  note(session, `${counted(failures.length, 'file')} failed:`);
  for (const { name, reason, remedy } of failures.slice(0, FAILURES_SHOWN)) {
    note(session, printable(`  ${name}: ${reason} ${remedy}`));
  }
  const more = failures.length - FAILURES_SHOWN;
  if (more > 0) note(session, `  ... and ${more} more. ${howToSeeAll}`);
}
