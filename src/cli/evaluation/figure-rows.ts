import type { PackEvaluation } from '../../services/evaluate-packs.ts';
import { counted } from '../counted.ts';
import { countText, percent, percentWithin, rateText, shortText, timesText } from './figures.ts';

/** One figure and what each pack reached, in the order of the packs. */
export interface FigureRow {
  readonly figure: string;
  readonly values: readonly string[];
}

/** A group of figures under a heading. */
export interface FigureGroup {
  readonly heading: string;
  readonly rows: readonly FigureRow[];
}

type Packs = readonly PackEvaluation[];

function row(figure: string, packs: Packs, valueOf: (pack: PackEvaluation) => string): FigureRow {
  return { figure, values: packs.map(valueOf) };
}

/** What packs that see other faces need not have in common: matched by a key, not by position. */
function keysOf<Entry>(
  packs: Packs,
  entriesOf: (pack: PackEvaluation) => readonly Entry[],
  key: (entry: Entry) => number,
) {
  return [...new Set(packs.flatMap((pack) => entriesOf(pack).map(key)))].sort(
    (first, second) => second - first,
  );
}

function photoRows(packs: Packs): FigureRow[] {
  return [
    row('photos a second', packs, ({ photosPerSecond }) => photosPerSecond.toFixed(1)),
    row('photos without a face', packs, ({ withoutFace }) => countText(withoutFace.length)),
    row('files that cannot be used', packs, ({ unreadable }) => countText(unreadable.length)),
    row('photos with several faces', packs, ({ withSeveralFaces }) => countText(withSeveralFaces)),
    row('mean quality of the faces', packs, ({ meanQuality }) => meanQuality.toFixed(2)),
  ];
}

function verificationRows(packs: Packs): FigureRow[] {
  const rates = keysOf(
    packs,
    ({ verification }) => verification.operatingPoints,
    (point) => point.falseMatchRate,
  );
  return [
    row('pairs of the same person', packs, ({ verification }) => countText(verification.genuinePairs)),
    row('pairs of different people', packs, ({ verification }) => countText(verification.impostorPairs)),
    row('equal error rate', packs, ({ verification }) => percent(verification.equalErrorRate)),
    ...rates.map((rate) =>
      row(`TAR at FMR ${rateText(rate)}`, packs, ({ verification }) => {
        const point = verification.operatingPoints.find(({ falseMatchRate }) => falseMatchRate === rate);
        if (point?.basis !== 'measured') return 'not enough pairs';
        return `${percentWithin(point.trueAcceptRate, point.interval)} on ${counted(point.impostorPairs, 'pair')}`;
      }),
    ),
  ];
}

function accuracyRows(packs: Packs): FigureRow[] {
  const from = packs[0]?.accuracy.pairsFrom === 'list' ? 'listed' : 'drawn';
  return [
    row(`${from} pairs told right`, packs, ({ accuracy }) =>
      percentWithin(accuracy.accuracy, accuracy.interval),
    ),
    row(
      'pairs, in folds',
      packs,
      ({ accuracy }) => `${countText(accuracy.pairs)}, ${accuracy.folds === 0 ? 'too few' : accuracy.folds}`,
    ),
    row('pairs without a face', packs, ({ accuracy }) => countText(accuracy.pairsWithoutFace)),
    row('best similarity', packs, ({ accuracy }) => accuracy.threshold.toFixed(3)),
  ];
}

function missRows(packs: Packs, faces: number): FigureRow[] {
  const entryOf = ({ identification }: PackEvaluation) =>
    identification.find(({ galleryFaces }) => galleryFaces === faces);
  const rates = keysOf(
    packs,
    (pack) => entryOf(pack)?.misses ?? [],
    (misses) => misses.falsePositiveRate,
  );
  return rates.map((rate) =>
    row(`FNIR at FPIR ${rateText(rate)}`, packs, (pack) => {
      const misses = entryOf(pack)?.misses.find(({ falsePositiveRate }) => falsePositiveRate === rate);
      if (misses?.falseNegativeRate === undefined || misses.interval === undefined)
        return 'not enough searches';
      return percentWithin(misses.falseNegativeRate, misses.interval);
    }),
  );
}

function identificationGroup(packs: Packs, faces: number): FigureGroup {
  type Entry = PackEvaluation['identification'][number];
  const figure = (name: string, valueOf: (entry: Entry) => string) =>
    row(name, packs, ({ identification }) => {
      const entry = identification.find(({ galleryFaces }) => galleryFaces === faces);
      return entry ? valueOf(entry) : '-';
    });
  return {
    heading: `Searching a gallery of ${countText(faces)} faces`,
    rows: [
      figure('first place (rank 1)', (entry) =>
        percentWithin(entry.cumulativeMatches[0] ?? 0, entry.firstRankInterval),
      ),
      figure('first ten places', (entry) => percent(entry.cumulativeMatches.at(-1) ?? 0)),
      ...missRows(packs, faces),
      figure('searches of known, unknown people', (entry) =>
        [entry.matedSearches, entry.unmatedSearches].map(countText).join(', '),
      ),
      figure('strangers at 70 or more a search', ({ strangers }) => shortText(strangers.perSearch)),
      figure('of these the scores promise', ({ strangers }) => shortText(strangers.expected)),
    ],
  };
}

function checkText(check: PackEvaluation['calibration'][number] | undefined): string {
  if (check === undefined) return '-';
  const { measuredRate, promisedRate, impostorPairs } = check;
  const measured = `${rateText(measuredRate)} of ${rateText(promisedRate)}`;
  return `${measured} (${timesText(measuredRate, promisedRate)}; ${counted(impostorPairs, 'pair')})`;
}

function calibrationRows(packs: Packs): FigureRow[] {
  const scores = keysOf(
    packs,
    ({ calibration }) => calibration,
    ({ score }) => score,
  ).reverse();
  return scores.map((score) =>
    row(`FMR at score ${score}`, packs, ({ calibration }) => {
      return checkText(calibration.find((each) => each.score === score));
    }),
  );
}

function thresholdRows(packs: Packs): FigureRow[] {
  const rates = keysOf(
    packs,
    ({ verification }) => verification.operatingPoints,
    (point) => point.falseMatchRate,
  );
  return rates.slice(1).map((rate) =>
    row(`for FMR ${rateText(rate)}`, packs, ({ verification }) => {
      const point = verification.operatingPoints.find(({ falseMatchRate }) => falseMatchRate === rate);
      if (point === undefined) return '-';
      const basis = point.basis === 'calibration' ? ', as the pack promises' : '';
      const { score, threshold, trueAcceptRate } = point;
      return `score ${score}, similarity ${threshold.toFixed(3)}, TAR ${percent(trueAcceptRate)}${basis}`;
    }),
  );
}

/** How a calibration made with one half of the people fares with the other. */
function newCalibrationGroups(packs: Packs): FigureGroup[] {
  if (packs.every(({ measuredCalibration }) => measuredCalibration === undefined)) return [];
  const rows = [0, 1].map((half) =>
    row(`FMR at score 83, half ${half + 1} of the people`, packs, ({ measuredCalibration }) =>
      checkText(measuredCalibration?.checks[1 - half]),
    ),
  );
  return [{ heading: 'The new calibration, made with the other half', rows }];
}

/** Every figure with one value for each pack. */
export function figureGroups(packs: Packs): FigureGroup[] {
  const sizes = keysOf(
    packs,
    ({ identification }) => identification,
    ({ galleryFaces }) => galleryFaces,
  );
  return [
    { heading: 'Photos', rows: photoRows(packs) },
    { heading: 'Pairs, with a threshold from other folds', rows: accuracyRows(packs) },
    { heading: 'Verification over all pairs', rows: verificationRows(packs) },
    ...sizes.map((faces) => identificationGroup(packs, faces)),
    { heading: 'False matches, measured of promised', rows: calibrationRows(packs) },
    ...newCalibrationGroups(packs),
    { heading: 'Recommended thresholds', rows: thresholdRows(packs) },
  ];
}
