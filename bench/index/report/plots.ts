import { powersAxis, recallAxis } from './axes.ts';
import { type Contest, chosenSetting } from './contest.ts';
import { drawPlot, type Line, type Point } from './plot.ts';

/** A picture and where it lies beside the report. */
export interface PlotFile {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

const allOf = (lines: readonly Line[], axis: 'x' | 'y') =>
  lines.flatMap(({ points }) => points.map((point) => point[axis]));

/** The settings that no faster one equals, of points by rising time. */
function frontOf(points: readonly Point[]): readonly Point[] {
  return points.filter(({ y }, at) => points.slice(0, at).every((faster) => faster.y < y));
}

/** Identity recall against the time of a search: a point for each setting, a line through the best ones. */
export function recallPlot({ kind, count, trials }: Contest): PlotFile | undefined {
  const lines: readonly Line[] = trials.map(({ engine, result }) => {
    const points = result.settings
      .map(({ alone, recall }) => ({ x: alone.p50Ms, y: recall.identity }))
      .sort((one, other) => one.x - other.x);
    return { name: engine.name, points, path: frontOf(points) };
  });
  if (allOf(lines, 'x').length === 0) return undefined;
  const title = `${kind}, ${count.toLocaleString('en')} faces`;
  const x = powersAxis('p50 of a search, ms', allOf(lines, 'x'));
  const svg = drawPlot({ title, x, y: recallAxis('identity recall'), lines });
  return { name: `index-recall-${kind}-${count}.svg`, title, svg };
}

/** The time of a search against the size of the gallery, for the settings that find enough. */
export function sizePlot(kind: string, contests: readonly Contest[]): PlotFile | undefined {
  const names = [...new Set(contests.flatMap(({ trials }) => trials.map(({ engine }) => engine.name)))];
  const lines: readonly Line[] = names.map((name) => {
    const points = contests.flatMap(({ count, trials, bruteForce }) => {
      const settings = trials.find(({ engine }) => engine.name === name)?.result.settings ?? [];
      const choice = chosenSetting(settings, bruteForce);
      return choice?.isGoodEnough ? [{ x: count, y: choice.setting.alone.p50Ms }] : [];
    });
    return { name, points, path: points.toSorted((one, other) => one.x - other.x) };
  });
  if (allOf(lines, 'x').length === 0) return undefined;
  const title = `${kind}: settings that find 0.999 of what brute force finds`;
  const x = powersAxis('faces', allOf(lines, 'x'));
  const y = powersAxis('p50 of a search, ms', allOf(lines, 'y'));
  return { name: `index-size-${kind}.svg`, title, svg: drawPlot({ title, x, y, lines }) };
}
