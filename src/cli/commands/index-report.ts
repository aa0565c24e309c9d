import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { counted } from '../counted.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { ImportOutcome } from '../import-with-progress.ts';
import { noteFailures } from '../note-failures.ts';
import { note, print, printJson, type Session } from '../session.ts';

const MS_PER_SECOND = 1000;

const failureSchema = z.strictObject({ name: z.string(), reason: z.string(), remedy: z.string() });

/** What `likeness index --json` prints. */
export const indexOutput = z.strictObject({
  gallery: z.string(),
  stored: z.number(),
  alreadyStored: z.number(),
  failed: z.number(),
  faces: z.number(),
  rejectedFaces: z.number(),
  warnedFaces: z.number(),
  interrupted: z.boolean(),
  seconds: z.number(),
  failures: z.array(failureSchema),
});

/** What `likeness index --failures <file>` writes. */
export const failuresOutput = z.strictObject({ failures: z.array(failureSchema) });

export interface IndexingReport extends ImportOutcome {
  readonly gallery: string;
  readonly elapsedMs: number;
}

function describeIndexing(report: IndexingReport): string {
  const seconds = (report.elapsedMs / MS_PER_SECOND).toFixed(1);
  const parts = [
    `stored ${counted(report.stored, 'photo')} with ${counted(report.faces, 'face')}`,
    `${report.alreadyStored} already stored`,
    `${report.failed} failed`,
    ...(report.rejectedFaces > 0 ? [`${counted(report.rejectedFaces, 'face')} not good enough`] : []),
    ...(report.warnedFaces > 0 ? [`${counted(report.warnedFaces, 'face')} of doubtful quality`] : []),
  ];
  return `Gallery "${report.gallery}": ${parts.join(', ')}; ${seconds} s.`;
}

function printReport(session: Session, report: IndexingReport): void {
  if (!session.json) {
    print(session, describeIndexing(report));
    return;
  }
  const { elapsedMs, failures, ...facts } = report;
  printJson(session, indexOutput, { ...facts, seconds: elapsedMs / MS_PER_SECOND, failures: [...failures] });
}

/** Says what became of an indexing, in the form that was asked for, and what to do next. */
export async function reportIndexing(
  session: Session,
  report: IndexingReport,
  failuresFile: string | undefined,
): Promise<ExitCode> {
  const { failures, interrupted } = report;
  printReport(session, report);
  if (!session.json) noteFailures(session, failures, 'See them all with --failures <file> or --json.');
  if (failuresFile !== undefined) {
    const written = failuresOutput.parse({ failures });
    await writeFile(failuresFile, `${JSON.stringify(written, undefined, 2)}\n`);
    note(session, `Wrote the failed files to ${failuresFile}.`);
  }
  if (interrupted) {
    note(session, 'Interrupted. Run the same command again to go on; what is stored is passed over.');
    return EXIT.interrupted;
  }
  return failures.length > 0 ? EXIT.failed : EXIT.fine;
}
