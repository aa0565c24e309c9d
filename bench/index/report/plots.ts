import { powersAxis, recallAxis } from './axes.ts';
import { type Contest, chosenSetting } from './contest.ts';
import { drawPlot, type Line } from './plot.ts';

/** A picture and where it lies beside the report. */
export interface PlotFile {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

const plotted = (lines: readonly Line[]) => lines.filter(({ points }) => points.length > 0);
const allOf = (lines: readonly Line[], axis: 'x' | 'y') =>
  lines.flatMap(({ points }) => points.map((point) => point[axis]));

/** Identity recall against the time of a search: a point for each setting. */
export function recallPlot({ kind, count, trials }: Contest): PlotFile | undefined {
  const lines = plotted(
    trials.map(({ engine, result }) => ({
      name: engine.name,
      points: result.settings
        .map(({ alone, recall }) => ({ x: alone.p50Ms, y: recall.identity }))
        .sort((one, other) => one.x - other.x),
    })),
  );
  if (lines.length === 0) return undefined;
  const title = `${kind}, ${count.toLocaleString('en')} faces`;
  const x = powersAxis('p50 of a search, ms', allOf(lines, 'x'));
  const svg = drawPlot({ title, x, y: recallAxis('identity recall'), lines });
  return { name: `index-recall-${kind}-${count}.svg`, title, svg };
}

/** The time of a search against the size of the gallery, for the settings that find enough. */
export function sizePlot(kind: string, contests: readonly Contest[]): PlotFile | undefined {
  const names = [...new Set(contests.flatMap(({ trials }) => trials.map(({ engine }) => engine.name)))];
  const lines = plotted(
    names.map((name) => ({
      name,
      points: contests.flatMap(({ count, trials, bruteForce }) => {
        const settings = trials.find(({ engine }) => engine.name === name)?.result.settings ?? [];
        const choice = chosenSetting(settings, bruteForce);
        return choice?.isGoodEnough ? [{ x: count, y: choice.setting.alone.p50Ms }] : [];
      }),
    })),
  );
  if (lines.length === 0) return undefined;
  const title = `${kind}: settings that find 0.999 of what brute force finds`;
  const x = powersAxis('faces', allOf(lines, 'x'));
  const y = powersAxis('p50 of a search, ms', allOf(lines, 'y'));
  return { name: `index-size-${kind}.svg`, title, svg: drawPlot({ title, x, y, lines }) };
}
