import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { type ListedPair, parsePairs } from '../../core/evaluation/listed-pairs.ts';
import type { Evaluation } from '../../services/evaluate-packs.ts';
import type { Application } from '../composition.ts';
import { counted } from '../counted.ts';
import { evaluationOutput, outputOf } from '../evaluation/evaluation-output.ts';
import { renderEvaluation } from '../evaluation/render-evaluation.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Progress, startProgress } from '../progress.ts';
import { readOptions } from '../read-options.ts';
import { requirePath } from '../read-photo.ts';
import { renderEvaluationPage } from '../report/evaluation/evaluation-page.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';

const EXAMPLES = `
The folder holds one folder for each person, with their photos inside. A list of pairs is an LFW pairs.txt or
lines of "path,path,1" (the same person) and "path,path,0"; without one, pairs are drawn. See docs/evaluation.md.

Examples:
  $ likeness evaluate ./people
  $ likeness evaluate ./people --pack standard,accurate --report report.html
  $ likeness evaluate ./lfw --pairs ./lfw/pairs.txt --face central --json`;

const evaluateOptions = z.object({
  pairs: z.string().optional(),
  pack: z
    .string()
    .optional()
    .transform((names) => names?.split(',').map((name) => name.trim()) ?? []),
  face: z.enum(['leading', 'central']).default('leading'),
  report: z.string().optional(),
});

type EvaluateOptions = z.output<typeof evaluateOptions>;

async function readPairs(path: string | undefined): Promise<ListedPair[] | undefined> {
  if (path === undefined) return undefined;
  await requirePath(path);
  return parsePairs(await readFile(path, 'utf8'));
}

/** Measures with a progress bar. The first Ctrl-C ends it. */
async function measure(
  session: Session,
  application: Application,
  folder: string,
  options: EvaluateOptions & { readonly signal: AbortSignal },
): Promise<Evaluation> {
  const { pack: packs, face, report, signal } = options;
  const pairs = await readPairs(options.pairs);
  let progress: Progress | undefined;
  let left = 0;
  try {
    return await application.services.evaluatePacks({
      source: await application.folderSource(folder),
      pairs,
      packs,
      face,
      pictures: report !== undefined,
      concurrency: application.concurrency,
      signal,
      onStart(analyses) {
        left = analyses;
        progress = startProgress(session.terminal, analyses);
      },
      onPhoto() {
        progress?.advance();
        left -= 1;
        if (left === 0) progress?.stop();
      },
    });
  } finally {
    if (left > 0) progress?.stop();
  }
}

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

async function evaluate(session: Session, folder: string, given: unknown): Promise<ExitCode> {
  const options = readOptions(evaluateOptions, given);
  await requirePath(folder);
  const stopper = new AbortController();
  const release = session.interruption.onFirst(() => {
    note(session, '\nStopping.');
    stopper.abort();
  });
  try {
    return await withApplication(session, async (application) => {
      const evaluation = await measure(session, application, folder, { ...options, signal: stopper.signal });
      printEvaluation(session, evaluation);
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
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: unknown) => run((session) => evaluate(session, folder, options)));
}
