import type { Command } from 'commander';
import { z } from 'zod';
import type { Reembedding } from '../../services/reembedding/reembedding.ts';
import { counted } from '../counted.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { isoTime } from '../iso-time.ts';
import { readOptions } from '../read-options.ts';
import { reembedWithProgress } from '../reembed-with-progress.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Makes templates of another model pack from the kept photos, or else from the kept pictures of the faces. Until all are
made the gallery is searched and filled as before; then it is bound to the new pack in one step. Stopped with Ctrl-C, or
killed, it goes on where it was when the command is run again.

Examples:
  $ likeness galleries reembed people --pack accurate
  $ likeness galleries reembed people --pack accurate --background    a running server does it
  $ likeness galleries reembed people --status
  $ likeness galleries reembed people --stop`;

const reembedOptions = z.object({
  pack: z.string().optional(),
  background: z.boolean().default(false),
  skipMissing: z.boolean().default(false),
  status: z.boolean().default(false),
  stop: z.boolean().default(false),
});

/** What `likeness galleries reembed --json` prints. */
export const reembeddingOutput = z.strictObject({
  gallery: z.string(),
  packId: z.string(),
  state: z.enum(['queued', 'running', 'stopped', 'done', 'failed']),
  doneFaces: z.number(),
  totalFaces: z.number(),
  switched: z.boolean(),
  failure: z.string().optional(),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

function describeReembedding({
  galleryName,
  packId,
  state,
  doneFaces,
  totalFaces,
  switched,
}: Reembedding): string {
  const faces = `${doneFaces} of ${counted(totalFaces, 'face')}`;
  const binding = switched ? `is bound to ${packId}` : `is not bound to ${packId} yet`;
  return `Gallery "${galleryName}": ${state}, ${faces} done; it ${binding}.`;
}

function report(session: Session, reembedding: Reembedding): void {
  if (session.json) {
    const { galleryName, startedAtMs, updatedAtMs, ...facts } = reembedding;
    const times = { startedAt: isoTime(startedAtMs), updatedAt: isoTime(updatedAtMs) };
    printJson(session, reembeddingOutput, { gallery: galleryName, ...facts, ...times });
    return;
  }
  print(session, describeReembedding(reembedding));
  if (reembedding.failure !== undefined) note(session, reembedding.failure);
}

function exitCodeOf({ state }: Reembedding): ExitCode {
  if (state === 'failed') return EXIT.failed;
  return state === 'stopped' ? EXIT.interrupted : EXIT.fine;
}

function reembed(session: Session, name: string, given: unknown): Promise<ExitCode> {
  const { pack, background, skipMissing, status, stop } = readOptions(reembedOptions, given);
  return withApplication(session, async (application) => {
    const { services } = application;
    if (status || stop) {
      report(session, await (stop ? services.stopReembedding(name) : services.getReembedding(name)));
      return EXIT.fine;
    }
    if (pack === undefined) throw new UsageError('It needs a model pack.', 'Name it with --pack.');
    const started = await services.startReembedding({ galleryName: name, pack, skipMissing });
    if (background) {
      report(session, started);
      note(session, 'A running server works on it; see how far it is with --status.');
      return EXIT.fine;
    }
    const ended = await reembedWithProgress(session, application, started);
    report(session, ended);
    if (ended.state === 'stopped') note(session, 'Run the same command again to go on.');
    return exitCodeOf(ended);
  });
}

/** `likeness galleries reembed <name> --pack <name>` */
export function addReembedCommand(galleries: Command, run: RunWork): void {
  galleries
    .command('reembed')
    .description('Bind a gallery to another model pack, with new templates for all its faces.')
    .argument('<name>')
    .option('--pack <name>', 'model pack that the gallery shall be bound to')
    .option('--background', 'leave the work to the running server')
    .option('--skip-missing', 'delete faces without a kept picture instead of refusing')
    .option('--status', 'only say how far it is')
    .option('--stop', 'stop it, wherever it runs')
    .addHelpText('after', EXAMPLES)
    .action((name: string, options: unknown) => run((session) => reembed(session, name, options)));
}
