import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Evaluation } from '../../services/evaluate-packs.ts';
import { counted } from '../counted.ts';
import { evaluationOutput, outputOf } from '../evaluation/evaluation-output.ts';
import { keepCalibrations, requireCalibratable } from '../evaluation/keep-calibrations.ts';
import { measureWithProgress } from '../evaluation/measure-with-progress.ts';
import { renderEvaluation } from '../evaluation/render-evaluation.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readOptions } from '../read-options.ts';
import { requirePath } from '../read-photo.ts';
import { renderEvaluationPage } from '../report/evaluation/evaluation-page.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
The folder holds one folder for each person, with their photos inside. A list of pairs is an LFW pairs.txt or
lines of "path,path,1" (the same person) and "path,path,0"; without one, pairs are drawn. See docs/evaluation.md.

Examples:
  $ likeness evaluate ./people
  $ likeness evaluate ./people --pack standard,accurate --report report.html
  $ likeness evaluate ./lfw --pairs ./lfw/pairs.txt --face central --json
  $ likeness evaluate ./people --pack mine-1 --calibrate`;

const evaluateOptions = z.object({
  pairs: z.string().optional(),
  pack: z
    .string()
    .optional()
    .transform((names) => (names ?? '').split(',').flatMap((name) => name.trim() || [])),
  face: z.enum(['leading', 'central']).default('leading'),
  report: z.string().optional(),
  calibrate: z.boolean().default(false),
});

function printEvaluation(session: Session, evaluation: Evaluation): void {
  if (session.json) {
    printJson(session, evaluationOutput, outputOf(evaluation));
    return;
  }
  const { photos, people } = evaluation;
  print(session, renderEvaluation(evaluation));
  note(session, `${counted(photos, 'photo')}${people === undefined ? '' : ` of ${people} people`}.`);
}

async function writeReport(session: Session, path: string, evaluation: Evaluation): Promise<void> {
  await writeFile(path, renderEvaluationPage(evaluation, Date.now()));
  note(session, `Wrote ${path}.`);
}

/** An hour of measuring must not end at a mistyped path. @throws UsageError */
async function requirePlaceForReport(path: string): Promise<void> {
  await requirePath(dirname(path));
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${path} is a folder.`, 'Name a file for the report.');
}

async function evaluate(session: Session, folder: string, given: unknown): Promise<ExitCode> {
  const options = readOptions(evaluateOptions, given);
  await requirePath(folder);
  if (options.report !== undefined) await requirePlaceForReport(options.report);
  const stopper = new AbortController();
  const release = session.interruption.onFirst(() => {
    note(session, '\nStopping.');
    stopper.abort();
  });
  try {
    return await withApplication(session, async (application) => {
      if (options.calibrate) await requireCalibratable(application, options.pack);
      const evaluation = await measureWithProgress(session, application, folder, {
        ...options,
        signal: stopper.signal,
      });
      printEvaluation(session, evaluation);
      await keepCalibrations(session, application, evaluation);
      if (options.report !== undefined) await writeReport(session, options.report, evaluation);
      return EXIT.fine;
    });
  } catch (error) {
    if (stopper.signal.aborted && error === stopper.signal.reason) return EXIT.interrupted;
    throw error;
  } finally {
    release();
  }
}

/** `likeness evaluate <folder>` */
export function addEvaluateCommand(program: Command, run: RunWork): void {
  program
    .command('evaluate')
    .description('Measure how good model packs are on photos whose people are known.')
    .argument('<folder>', 'folder with one folder for each person')
    .option('--pairs <file>', 'list of pairs to measure accuracy on')
    .option('--pack <names>', 'packs to measure, separated by commas; default: the default pack')
    .option('--face <leading|central>', 'which face of a photo with several is meant; default leading')
    .option('--report <file>', 'also write figures, curves and the hardest pairs as a page with pictures')
    .option('--calibrate', 'measure the scores of packs that were added, and keep them')
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: unknown) => run((session) => evaluate(session, folder, options)));
}
