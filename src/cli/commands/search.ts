import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { LIVENESS_MODES } from '../../services/liveness.ts';
import type { SearchAnswer } from '../../services/search-by-photo.ts';
import { counted } from '../counted.ts';
import { describeLiveness, LIVENESS_FLAG, livenessOutput } from '../describe-liveness.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { metadataOption } from '../metadata-option.ts';
import { type RankedMatch, rankedMatchSchema, rankMatches, renderMatches } from '../ranked-match.ts';
import { readOptions, wholeNumber } from '../read-options.ts';
import { readPhoto } from '../read-photo.ts';
import { note, print, printJson, type RunWork, type Session, withApplication } from '../session.ts';
import { writeSearchPage } from '../write-search-page.ts';

const EXAMPLES = `
Scores: 90-100 certain, 83-89 confident, 70-82 uncertain, 50-69 weak.

Examples:
  $ likeness search who.jpg --gallery people
  $ likeness search who.jpg --gallery people --min-score 70 --html result.html
  $ likeness search who.jpg --gallery people --where year=2026 --where desk=sport
  $ likeness search who.jpg --gallery people --json`;

const searchOptions = z.object({
  gallery: z.string(),
  limit: wholeNumber(1, 1000).default(10),
  minScore: wholeNumber(0, 100).optional(),
  html: z.string().optional(),
  liveness: z.enum(LIVENESS_MODES).default('off'),
  where: metadataOption('the photo comes before --where'),
});

/** What `likeness search --json` prints. */
export const searchOutput = z.strictObject({
  gallery: z.string(),
  searchedFaces: z.number(),
  facesInPhoto: z.number(),
  liveness: livenessOutput.optional(),
  searchMs: z.number(),
  matches: z.array(rankedMatchSchema),
});

function printAnswer(session: Session, gallery: string, answer: SearchAnswer, matches: RankedMatch[]): void {
  const { probe, searchedFaces, searchMs } = answer;
  if (session.json) {
    const { facesInPhoto, liveness } = probe;
    const facts = { gallery, searchedFaces, facesInPhoto, searchMs, matches, ...(liveness && { liveness }) };
    printJson(session, searchOutput, facts);
    return;
  }
  if (matches.length > 0) print(session, renderMatches(matches));
  if (probe.liveness) note(session, `The probe: ${describeLiveness(probe.liveness)}`);
  const found = matches.length === 0 ? 'No face is similar enough; ' : '';
  note(session, `${found}${counted(searchedFaces, 'face')} searched in ${searchMs.toFixed(1)} ms.`);
}

async function search(session: Session, path: string, given: unknown): Promise<ExitCode> {
  const { gallery, limit, minScore, html, liveness, where } = readOptions(searchOptions, given);
  const photo = await readPhoto(path, session.loadSettings());
  return withApplication(session, async (application) => {
    const answer = await application.services.searchByPhoto({
      galleryName: gallery,
      photo,
      limit,
      liveness,
      where,
      crops: html !== undefined,
      ...(minScore !== undefined && { minScore }),
    });
    const { facesInPhoto } = answer.probe;
    if (facesInPhoto > 1)
      note(session, `The photo shows ${facesInPhoto} faces; the most prominent was used.`);
    const matches = rankMatches(answer.matches);
    printAnswer(session, gallery, answer, matches);
    if (html !== undefined) {
      const names = { path: html, galleryName: gallery, probeName: basename(path) };
      await writeSearchPage(application, { ...names, answer, matches });
      note(session, `Wrote ${html}.`);
    }
    return EXIT.fine;
  });
}

/** `likeness search <photo> --gallery <name>` */
export function addSearchCommand(program: Command, run: RunWork): void {
  program
    .command('search')
    .description('Say where else the most prominent face of a photo appears. The photo enters no gallery.')
    .argument('<photo>')
    .requiredOption('-g, --gallery <name>', 'gallery to search')
    .option('--limit <number>', 'how many matches at most, 1 to 1000; default 10')
    .option('--min-score <number>', 'leave out lower scores, 0 to 100')
    .option(
      '--where <key=value...>',
      'compare only faces with this metadata; several pairs must all be there',
    )
    .option(...LIVENESS_FLAG)
    .option('--html <file>', 'also write the result as a page with pictures')
    .addHelpText('after', EXAMPLES)
    .action((photo: string, options: unknown) => run((session) => search(session, photo, options)));
}
