import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeMachine } from '../../speed/machine.ts';
import type { DataKind } from '../data/open-faces.ts';
import { type Contest, WANTED_SHARE } from './contest.ts';
import { type PlotFile, recallPlot, sizePlot } from './plots.ts';
import { buildTable, searchTable, settingsTable } from './tables.ts';

const BYTES_A_GIGABYTE = 1e9;

/** All that a run has measured so far. */
export interface Report {
  /** Bytes a second. */
  readonly bandwidth: { readonly oneThread: number; readonly allThreads: number };
  readonly contests: readonly Contest[];
  readonly command: string;
}

const KINDS: Record<DataKind, string> = {
  real: 'the leading faces of LFW (folds 0-4), templates of the pack',
  clusters: 'people and photos drawn from the distribution of those templates',
  synthetic: 'people anywhere, two faces of one at cosine 0.6 on average',
  harder: 'people anywhere, two faces of one at cosine 0.4 on average',
};

function introduction({ bandwidth, contests, command }: Report): readonly string[] {
  const gigabytes = (bytes: number) => (bytes / BYTES_A_GIGABYTE).toFixed(1);
  const [first] = contests;
  return [
    '# Speed and recall of the index',
    '',
    'Written by `npm run bench:index`. Times are worth only as ratios of one run on one machine. Every engine gets the same',
    "faces, in a process of its own. Truth is a comparison with every face. **Identity**: faces of the probe's person among the ten",
    "found, of ten or as many as there are. **Relevant**: true neighbours found, of those as alike as one person's faces are.",
    `The setting shown is the fastest that finds ${WANTED_SHARE} of the faces of a person that brute force finds, or the one that`,
    'finds most. **Loop held**: how late a timer of the calling thread was.',
    '',
    ...describeMachine(),
    `- command: \`${command.trim()}\``,
    `- memory read: ${gigabytes(bandwidth.oneThread)} GB/s on one thread, ${gigabytes(bandwidth.allThreads)} GB/s on all`,
    ...(first?.trials ?? []).map(({ engine }) => `- ${engine.name}: ${engine.note}`),
    '',
  ];
}

const picture = ({ name, title }: PlotFile) => [`![${title}](${name})`, ''];

function sectionOf(contest: Contest, { bandwidth }: Report): readonly string[] {
  const { kind, count, dimensions, probes, relevantAbove, bruteForce } = contest;
  const plot = recallPlot(contest);
  return [
    `## ${kind}, ${count.toLocaleString('en')} faces`,
    '',
    `${KINDS[kind]}; ${dimensions} dimensions, ${probes} probes; relevant above cosine ${relevantAbove.toFixed(2)}; identity recall of brute force ${bruteForce.identity.toFixed(4)}.`,
    '',
    ...searchTable(contest, Math.max(bandwidth.oneThread, bandwidth.allThreads)),
    '',
    ...buildTable(contest),
    '',
    ...(plot ? picture(plot) : []),
    '<details><summary>Every setting</summary>',
    '',
    ...settingsTable(contest),
    '',
    '</details>',
    '',
  ];
}

/** Writes `bench/INDEX.md` and the pictures that it shows. */
export function writeReport(report: Report): void {
  const { contests } = report;
  const kinds = [...new Set(contests.map(({ kind }) => kind))];
  const sizePlots = kinds.flatMap((kind) => {
    const own = contests.filter((contest) => contest.kind === kind);
    const plot = own.length > 1 ? sizePlot(kind, own) : undefined;
    return plot ? [plot] : [];
  });
  const recallPlots = contests.flatMap((contest) => recallPlot(contest) ?? []);
  const file = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  for (const { name, svg } of [...sizePlots, ...recallPlots]) writeFileSync(file(name), svg);
  const text = [
    ...introduction(report),
    ...sizePlots.flatMap(picture),
    ...contests.flatMap((contest) => sectionOf(contest, report)),
  ].join('\n');
  writeFileSync(file('INDEX.md'), text);
}
