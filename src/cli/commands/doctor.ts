import type { Command } from 'commander';
import { z } from 'zod';
import type { Finding } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { print, printJson, type RunWork, type Session } from '../session.ts';
import { renderTable } from '../table.ts';

const EXAMPLES = `
Looks at models, disk, database, pictures and memory; repairs nothing. Ends with 1 when something is bad.

Examples:
  $ likeness doctor
  $ likeness doctor --data /srv/likeness --json`;

/** What `likeness doctor --json` prints. */
export const doctorOutput = z.strictObject({
  findings: z.array(
    z.strictObject({
      subject: z.string(),
      state: z.enum(['good', 'warning', 'bad']),
      sentence: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});

function printFindings(session: Session, findings: readonly Finding[]): void {
  const columns = [
    { heading: 'state', cell: ({ state }: Finding) => state },
    { heading: 'subject', cell: ({ subject }: Finding) => subject },
    { heading: 'finding', cell: ({ sentence }: Finding) => sentence },
  ];
  print(session, renderTable(findings, columns));
  const troubles = findings.filter(({ state }) => state !== 'good');
  for (const { subject, remedy } of troubles)
    if (remedy !== undefined) print(session, `${subject}: ${remedy}`);
  if (troubles.length === 0) print(session, 'Everything is good.');
}

async function examine(session: Session): Promise<ExitCode> {
  const findings: Finding[] = [];
  for await (const finding of session.composition.diagnose(session.loadSettings())) findings.push(finding);
  if (session.json) printJson(session, doctorOutput, { findings });
  else printFindings(session, findings);
  return findings.some(({ state }) => state === 'bad') ? EXIT.failed : EXIT.fine;
}

/** `likeness doctor` */
export function addDoctorCommand(program: Command, run: RunWork): void {
  program
    .command('doctor')
    .description('Look for what is wrong with this installation.')
    .addHelpText('after', EXAMPLES)
    .action(() => run(examine));
}
