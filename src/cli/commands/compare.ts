import type { Command } from 'commander';
import { z } from 'zod';
import type { Comparison } from '../../services/compare-faces.ts';
import { LIVENESS_MODES } from '../../services/liveness.ts';
import { describeLiveness, LIVENESS_FLAG, livenessOutput } from '../describe-liveness.ts';
import { bandSchema, describeBand, describeFalseMatches } from '../describe-score.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readOptions } from '../read-options.ts';
import { readPhoto } from '../read-photo.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';

const EXAMPLES = `
Examples:
  $ likeness compare passport.jpg selfie.jpg
  $ likeness compare first.jpg second.jpg --json`;

const compareOptions = z.object({
  pack: z.string().optional(),
  liveness: z.enum(LIVENESS_MODES).default('off'),
});

/** What `likeness compare --json` prints. */
export const comparisonOutput = z.strictObject({
  score: z.number(),
  band: bandSchema,
  similarity: z.number(),
  falseMatchRate: z.number(),
  extrapolated: z.boolean(),
  distances: z.record(z.string(), z.number()),
  facesInFirst: z.number(),
  facesInSecond: z.number(),
  liveness: z.strictObject({ first: livenessOutput, second: livenessOutput }).optional(),
});

function noteOtherFaces(session: Session, path: string, facesInPhoto: number): void {
  if (facesInPhoto > 1) note(session, `${path} shows ${facesInPhoto} faces; the most prominent was used.`);
}

function livenessOfBoth({ first, second }: Comparison) {
  return first.liveness && second.liveness
    ? { liveness: { first: first.liveness, second: second.liveness } }
    : {};
}

function noteLiveness(session: Session, { first, second }: Comparison): void {
  if (first.liveness) note(session, `The first photo: ${describeLiveness(first.liveness)}`);
  if (second.liveness) note(session, `The second photo: ${describeLiveness(second.liveness)}`);
}

async function compare(
  session: Session,
  paths: readonly [string, string],
  given: unknown,
): Promise<ExitCode> {
  const { pack, liveness } = readOptions(compareOptions, given);
  const settings = session.loadSettings();
  const [first, second] = [await readPhoto(paths[0], settings), await readPhoto(paths[1], settings)];
  const comparison = await withApplication(session, ({ services }) =>
    services.compareFaces({ first, second, pack, liveness }),
  );
  const { score, band, similarity, falseMatchRate, extrapolated, distances } = comparison;
  const { facesInPhoto: facesInFirst } = comparison.first;
  const { facesInPhoto: facesInSecond } = comparison.second;
  noteOtherFaces(session, paths[0], facesInFirst);
  noteOtherFaces(session, paths[1], facesInSecond);
  if (session.json) {
    const rate = { falseMatchRate, extrapolated, distances: { ...distances } };
    const faces = { facesInFirst, facesInSecond, ...livenessOfBoth(comparison) };
    printJson(session, comparisonOutput, { score, band, similarity, ...rate, ...faces });
  } else {
    print(session, `Score ${score} of 100 (${band}): ${describeBand(band)}`);
    print(session, describeFalseMatches(comparison));
    noteLiveness(session, comparison);
  }
  return EXIT.fine;
}

/** `likeness compare <photo> <photo>` */
export function addCompareCommand(program: Command, run: RunWork): void {
  program
    .command('compare')
    .description('Say whether the most prominent faces of two photos show the same person.')
    .argument('<first>', 'photo')
    .argument('<second>', 'photo')
    .option('--pack <name>', 'model pack to ask; default: the default pack')
    .option(...LIVENESS_FLAG)
    .addHelpText('after', EXAMPLES)
    .action((first: string, second: string, options: unknown) =>
      run((session) => compare(session, [first, second], options)),
    );
}
