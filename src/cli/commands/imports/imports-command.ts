import type { Command } from 'commander';
import { z } from 'zod';
import type { FileFate, ImportFile } from '../../../core/import.ts';
import { allItems } from '../../../core/page.ts';
import type { Services } from '../../../services/services.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { importInForeground } from '../../import-in-foreground.ts';
import { isoTime } from '../../iso-time.ts';
import { printable } from '../../printable.ts';
import { readOptions } from '../../read-options.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../../session.ts';
import { describeImport, importOutput, importToJson, reportImport } from './import-output.ts';

const fileOutput = z.strictObject({
  name: z.string(),
  sourceId: z.string(),
  outcome: z.enum(['stored', 'already-stored', 'failed']),
  faces: z.number().optional(),
  reason: z.string().optional(),
  remedy: z.string().optional(),
  at: z.iso.datetime(),
});

/** What `likeness imports list --json` prints. */
export const importsOutput = z.strictObject({ imports: z.array(importOutput) });

/** What `likeness imports report --json` prints. */
export const filesOutput = z.strictObject({ files: z.array(fileOutput) });

function listImports(session: Session): Promise<ExitCode> {
  return withApplication(session, async ({ services }) => {
    const all = [];
    for await (const each of allItems((page) => services.listImports(page))) all.push(each);
    if (session.json) printJson(session, importsOutput, { imports: all.map(importToJson) });
    else for (const each of all) print(session, describeImport(each));
    if (all.length === 0) note(session, 'There are no imports. Begin one with "likeness import".');
    return EXIT.fine;
  });
}

function showImport(session: Session, importId: string): Promise<ExitCode> {
  return withApplication(session, async ({ services }) => {
    const { import: shown, notices } = await services.getImport(importId);
    reportImport(session, shown);
    for (const { kind, target, state, problem } of notices) {
      const words = problem === undefined ? state : `${state}: ${problem}`;
      note(session, `${kind} to ${printable(target)}: ${printable(words)}`);
    }
    return EXIT.fine;
  });
}

type Change = 'pauseImport' | 'cancelImport';

function changeImport(session: Session, importId: string, change: Change): Promise<ExitCode> {
  return withApplication(session, async ({ services }) => {
    reportImport(session, await services[change](importId));
    return EXIT.fine;
  });
}

function resumeImport(session: Session, importId: string, given: unknown): Promise<ExitCode> {
  const { background } = readOptions(z.object({ background: z.boolean().default(false) }), given);
  return withApplication(session, async (application) => {
    const resumed = await application.services.resumeImport(importId);
    const shown = background ? resumed : await importInForeground(session, application, resumed);
    reportImport(session, shown);
    return shown.state === 'paused' ? EXIT.interrupted : EXIT.fine;
  });
}

function fileToJson({ name, sourceId, fate, atMs }: ImportFile): z.output<typeof fileOutput> {
  const facts = { name, sourceId, outcome: fate.outcome, at: isoTime(atMs) };
  if (fate.outcome === 'failed') return { ...facts, reason: fate.reason, remedy: fate.remedy };
  return fate.outcome === 'stored' ? { ...facts, faces: fate.faces } : facts;
}

function describeFile({ name, fate }: ImportFile): string {
  if (fate.outcome === 'failed') return `${printable(name)}: failed: ${printable(fate.reason)}`;
  return fate.outcome === 'stored'
    ? `${printable(name)}: ${fate.faces} faces`
    : `${printable(name)}: already stored`;
}

async function filesOf(
  services: Services,
  importId: string,
  outcome?: FileFate['outcome'],
): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for await (const file of allItems((page) => services.listImportFiles({ importId, page, outcome })))
    files.push(file);
  return files;
}

function reportFiles(session: Session, importId: string, given: unknown): Promise<ExitCode> {
  const { failed } = readOptions(z.object({ failed: z.boolean().default(false) }), given);
  return withApplication(session, async ({ services }) => {
    const files = await filesOf(services, importId, failed ? 'failed' : undefined);
    if (session.json) printJson(session, filesOutput, { files: files.map(fileToJson) });
    else for (const file of files) print(session, describeFile(file));
    return EXIT.fine;
  });
}

/** `likeness imports list | show | report | pause | resume | cancel` */
export function addImportsCommands(program: Command, run: RunWork): void {
  const imports = program
    .command('imports')
    .description('Imports, those that run and those that have ended.');
  imports
    .command('list')
    .description('All imports, the newest first.')
    .action(() => run(listImports));
  const withId = (name: string, description: string) =>
    imports.command(name).description(description).argument('<import>', 'id of the import');
  withId('show', 'How far an import is, and who was told of its end.').action((id: string) =>
    run((session) => showImport(session, id)),
  );
  withId('report', 'What became of each file.')
    .option('--failed', 'only files that failed')
    .action((id: string, options: unknown) => run((session) => reportFiles(session, id, options)));
  withId('pause', 'Stop an import, wherever it runs, until it is resumed.').action((id: string) =>
    run((session) => changeImport(session, id, 'pauseImport')),
  );
  withId('resume', 'Go on with an import that was paused or has failed.')
    .option('--background', 'let a running server do it')
    .action((id: string, options: unknown) => run((session) => resumeImport(session, id, options)));
  withId('cancel', 'End an import for good; what it has stored stays.').action((id: string) =>
    run((session) => changeImport(session, id, 'cancelImport')),
  );
}
