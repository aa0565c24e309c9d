import { z } from 'zod';
import type { Pack, TemplateSegment } from '../../../core/pack.ts';
import { similarityAtRate, similarityAtScore } from '../../../core/thresholds.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import type { KnownPack, ModelFile } from '../../model-keeper.ts';
import { printable } from '../../printable.ts';
import { print, printJson, type Session } from '../../session.ts';
import { renderTable } from '../../table.ts';
import { describeBytes } from './bytes.ts';
import { outlinePack, packOutput } from './manifest.ts';

const thresholdOutput = z.strictObject({
  /** Cosine; absent when no similarity reaches it. */
  similarity: z.number().optional(),
  /** `extrapolated`: beyond what was measured. */
  basis: z.enum(['measured', 'extrapolated', 'provisional']),
});

/** What `likeness models show --json` prints. */
export const modelOutput = packOutput.extend({
  falseMatchRates: z.array(thresholdOutput.extend({ falseMatchRate: z.number() })),
  /** When two photos are compared. */
  scores: z.array(thresholdOutput.extend({ score: z.number() })),
  samePhotoSimilarity: z.number(),
});

const RATES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6] as const;
/** The last measured point itself is measured, however its similarity was computed. */
const ROUNDING = 1e-6;
const SCORES = [50, 70, 83, 90] as const;

type Threshold = z.output<typeof thresholdOutput>;

function thresholdOf({ calibration, provisional }: Pack, similarity: number | undefined): Threshold {
  const isBeyond = similarity === undefined || similarity > calibration.measuredUpTo + ROUNDING;
  const basis = isBeyond ? 'extrapolated' : 'measured';
  return { similarity, basis: provisional ? 'provisional' : basis };
}

function outline(known: KnownPack): z.output<typeof modelOutput> {
  const { pack } = known;
  return {
    ...outlinePack(known),
    falseMatchRates: RATES.map((falseMatchRate) => ({
      falseMatchRate,
      ...thresholdOf(pack, similarityAtRate(pack.calibration, falseMatchRate)),
    })),
    scores: SCORES.map((score) => ({
      score,
      ...thresholdOf(pack, similarityAtScore(pack.calibration, score)),
    })),
    samePhotoSimilarity: pack.calibration.samePhotoSimilarity,
  };
}

function describeFile({ model, bytes, sha256, path }: ModelFile): string {
  const where = path ?? (model.download === undefined ? 'missing' : 'not fetched');
  const lines = [
    `${model.role}: ${model.name}`,
    `  file     ${model.file}${bytes === undefined ? '' : `, ${describeBytes(bytes)}`}`,
    ...(sha256 === undefined ? [] : [`  sha256   ${sha256}`]),
    `  licence  ${model.licence}`,
    `  origin   ${model.origin}`,
    ...(model.download?.url === undefined ? [] : [`  address  ${model.download.url}`]),
    `  lies at  ${where}`,
  ];
  return lines.map(printable).join('\n');
}

const SEGMENT_COLUMNS = [
  { heading: 'recogniser', cell: ({ name }: TemplateSegment) => name },
  { heading: 'dimensions', align: 'right', cell: ({ dimensions }: TemplateSegment) => String(dimensions) },
  { heading: 'weight', align: 'right', cell: ({ weight }: TemplateSegment) => weight.toFixed(3) },
] as const;

interface ThresholdRow extends Threshold {
  readonly of: string;
}

const THRESHOLD_COLUMNS = [
  { heading: 'from', cell: ({ of }: ThresholdRow) => of },
  {
    heading: 'similarity',
    align: 'right',
    cell: ({ similarity }: ThresholdRow) => similarity?.toFixed(4) ?? 'none',
  },
  { heading: 'basis', cell: ({ basis }: ThresholdRow) => basis },
] as const;

function describeCalibration({ falseMatchRates, scores }: z.output<typeof modelOutput>): string {
  const rows = [
    ...falseMatchRates.map(({ falseMatchRate, ...threshold }) => ({
      of: `false-match rate ${falseMatchRate.toExponential(0)}`,
      ...threshold,
    })),
    ...scores.map(({ score, ...threshold }) => ({ of: `score ${score} of two photos`, ...threshold })),
  ];
  return renderTable(rows, THRESHOLD_COLUMNS);
}

function describe(known: KnownPack): string {
  const { pack, installed, liveness, galleries, files } = known;
  const state = installed ? 'installed' : `not installed; fetch it with "likeness models pull ${pack.id}"`;
  const parts = [
    `${pack.id}: ${printable(pack.summary)}`,
    `State: ${state}. Liveness: ${liveness}. Galleries: ${galleries}.\n`,
    `${files.map(describeFile).join('\n')}\n`,
    renderTable(pack.segments, SEGMENT_COLUMNS),
    describeCalibration(outline(known)),
  ];
  if (pack.provisional) {
    parts.push(
      'The calibration is provisional: a guess, not measured with these models. See docs/models.md.',
    );
  }
  return parts.join('\n');
}

/** `likeness models show <pack>` */
export async function showModel(session: Session, idOrName: string): Promise<ExitCode> {
  const known = await session.composition.openModelKeeper(session.loadSettings()).pack(idOrName);
  if (session.json) printJson(session, modelOutput, outline(known));
  else print(session, describe(known));
  return EXIT.fine;
}
