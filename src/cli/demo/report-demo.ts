import { z } from 'zod';
import type { Application } from '../composition.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type RankedMatch, rankedMatchSchema, renderMatches } from '../ranked-match.ts';
import { note, print, printJson, type Session } from '../session.ts';
import { writeSearchPage } from '../write-search-page.ts';
import { DEMO_GALLERY } from './demo-stage.ts';
import type { DemoSearch } from './search-for-demo.ts';
import { describeVerdict, type Verdict } from './verdict.ts';

const MATCHES_SHOWN = 12;
const MS_PER_SECOND = 1000;

const NEXT_STEPS = `
Next, with photos of your own:
  npx likeness demo ./photos
  npx likeness index ./photos --gallery people
  npx likeness search who.jpg --gallery people
  npx likeness serve`;

/** What `likeness demo --json` prints; there is a verdict when it ran on the sample photos. */
export const demoOutput = z.strictObject({
  probe: z.string(),
  searchedFaces: z.number(),
  verdict: z.strictObject({ copies: z.number(), copiesFound: z.number(), passed: z.boolean() }).optional(),
  matches: z.array(rankedMatchSchema),
  html: z.string(),
  seconds: z.number(),
});

interface DemoReport extends DemoSearch {
  readonly verdict?: Verdict;
  /** Where the page is written. */
  readonly path: string;
}

function printReport(session: Session, report: DemoReport, shown: readonly RankedMatch[]): void {
  print(session, `\nWhere else does this face appear? (${report.probeName})\n`);
  print(session, renderMatches(shown));
  const more = report.matches.length - shown.length;
  if (more > 0) print(session, `... and ${more} more faces, all less similar.`);
  if (report.verdict !== undefined) print(session, `\n${describeVerdict(report.verdict)}`);
}

function printReportAsJson(session: Session, report: DemoReport, seconds: number): void {
  printJson(session, demoOutput, {
    probe: report.probeName,
    searchedFaces: report.answer.searchedFaces,
    ...(report.verdict !== undefined && { verdict: report.verdict }),
    matches: [...report.matches],
    html: report.path,
    seconds,
  });
}

/** Prints the ranking, writes the page, judges, and says what to do next. */
export async function reportDemo(
  session: Session,
  application: Application,
  report: DemoReport,
): Promise<ExitCode> {
  const { path, probeName, answer } = report;
  const matches = report.matches.slice(0, MATCHES_SHOWN);
  await writeSearchPage(application, { path, galleryName: DEMO_GALLERY, probeName, answer, matches });
  const seconds = session.terminal.elapsedMs() / MS_PER_SECOND;
  if (session.json) printReportAsJson(session, report, seconds);
  else printReport(session, report, matches);
  note(session, `\nWrote ${path}: open it in a browser. ${seconds.toFixed(1)} s in total.`);
  if (!session.json) note(session, NEXT_STEPS);
  return report.verdict?.passed === false ? EXIT.failed : EXIT.fine;
}
