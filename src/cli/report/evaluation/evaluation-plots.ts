import type { DistributionBin } from '../../../core/evaluation/distributions.ts';
import type { PackEvaluation } from '../../../services/evaluate-packs.ts';
import { countText } from '../../evaluation/figures.ts';
import { evenAxis, rateAxis } from './axes.ts';
import type { Curve, Plot, Point } from './plot.ts';

const RANKS = 10;
const SCORES_A_BIN = 5;

/** The DET curves of all packs in one plot. */
export function detPlot(packs: readonly PackEvaluation[]): Plot {
  const curves: Curve[] = packs.map(({ pack, verification }) => ({
    name: pack.id,
    points: verification.detCurve.map(({ falseMatchRate, falseNonMatchRate }) => ({
      x: falseMatchRate,
      y: falseNonMatchRate,
    })),
  }));
  const points = curves.flatMap((curve) => curve.points);
  return {
    title: 'Detection error trade-off',
    description:
      'The further down, the fewer pairs of the same person are refused at a rate of accepted strangers. Both axes are logarithmic; nothing refused lies on the lower edge.',
    x: rateAxis(
      'false-match rate (FMR)',
      points.map(({ x }) => x),
    ),
    y: rateAxis(
      'false-non-match rate (FNMR)',
      points.map(({ y }) => y),
    ),
    curves,
  };
}

/** The share of known people found among the first places, in the largest gallery. */
export function rankPlot(packs: readonly PackEvaluation[]): Plot | undefined {
  const curves = packs.flatMap(({ pack, identification }) => {
    const largest = identification.at(-1);
    if (largest === undefined) return [];
    const points = largest.cumulativeMatches.map((y, index) => ({ x: index + 1, y }));
    return [{ name: `${pack.id}, ${countText(largest.galleryFaces)} faces`, points }];
  });
  if (curves.length === 0) return undefined;
  const lowest = Math.min(...curves.flatMap(({ points }) => points.map(({ y }) => y)));
  const from = Math.min(0.9, Math.floor(lowest * 10) / 10);
  return {
    title: 'Places of the own face (CMC)',
    description: 'Share of searches with a known person whose own face is among the first places.',
    x: evenAxis('places', 1, RANKS, 1),
    y: evenAxis('share found', from, 1, from >= 0.9 ? 0.02 : 0.1),
    curves,
  };
}

type Kind = 'genuine' | 'impostor';

/** A step for each bin: its share of all pairs of its kind. */
function stepsOf(bins: readonly DistributionBin[], kind: Kind, width: number): Point[] {
  const total = bins.reduce((sum, bin) => sum + bin[kind], 0);
  return bins.flatMap((bin) => {
    const y = total === 0 ? 0 : bin[kind] / total;
    return [
      { x: bin.from, y },
      { x: bin.from + width, y },
    ];
  });
}

function kindsOf(bins: readonly DistributionBin[], width: number): Curve[] {
  return [
    { name: 'the same person', points: stepsOf(bins, 'genuine', width) },
    { name: 'different people', points: stepsOf(bins, 'impostor', width) },
  ];
}

/** How alike pairs of both kinds are. */
export function similarityPlot({ pack, verification }: PackEvaluation): Plot {
  const bins = verification.bySimilarity;
  const lowest = bins.find(({ genuine, impostor }) => genuine + impostor > 0);
  const width = (bins[1]?.from ?? 1) - (bins[0]?.from ?? 0);
  const from = Math.floor((lowest?.from ?? -1) * 10) / 10;
  const shown = bins.filter((bin) => bin.from >= from - 1e-9);
  const curves = kindsOf(shown, width);
  const highest = Math.max(...curves.flatMap(({ points }) => points.map(({ y }) => y)));
  return {
    title: `Similarities, ${pack.id}`,
    description: 'Share of the pairs of each kind, by the cosine of their templates.',
    x: evenAxis('similarity', from, 1, 0.2),
    y: evenAxis('share of pairs', 0, highest, highest > 0.25 ? 0.1 : 0.05),
    curves,
  };
}

/** Fewer and wider bins, so that few pairs make a shape. */
function widened(bins: readonly DistributionBin[], width: number): DistributionBin[] {
  return bins.flatMap((first, index) => {
    if (index % width !== 0) return [];
    const together = bins.slice(index, index + width);
    const sumOf = (kind: Kind) => together.reduce((sum, bin) => sum + bin[kind], 0);
    return [{ from: first.from, genuine: sumOf('genuine'), impostor: sumOf('impostor') }];
  });
}

/** Which scores pairs of both kinds get. */
export function scorePlot({ pack, verification }: PackEvaluation): Plot {
  const curves = kindsOf(widened(verification.byScore, SCORES_A_BIN), SCORES_A_BIN);
  return {
    title: `Scores of pairs, ${pack.id}`,
    description:
      'Share of the pairs of each kind, by score, five scores together; the share is logarithmic, and none lies on the lower edge.',
    x: evenAxis('score', 0, 105, 10),
    y: rateAxis(
      'share of pairs',
      curves.flatMap(({ points }) => points.map(({ y }) => y)),
    ),
    curves,
  };
}
