import { randomUUID } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { ranksOf, relativeDistanceOf } from '../core/match.ts';
import type { Pack } from '../core/pack.ts';
import { type Score, scoreOf } from '../core/score.ts';
import { type SegmentDistances, segmentDistancesOf } from '../core/segment-distances.ts';
import { similarityOf } from '../core/similarity.ts';
import type { AnalyzedFace } from '../ports/vision.ts';
import { billSearch, requirePayable } from './billing.ts';
import { homePackOf } from './home-gallery.ts';
import { inParallel } from './in-parallel.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

type RankPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'rules' | 'vision'>;

export interface RankCandidatesCommand {
  /** Pays when the answer is there; the models are those of its gallery. */
  readonly key: Key;
  readonly probe: Uint8Array;
  readonly candidates: readonly Uint8Array[];
  /** Ends the work when the answer is of no more use. */
  readonly signal: AbortSignal;
}

/** How one recogniser alone sees a candidate. */
export interface RecogniserRanking {
  readonly name: string;
  /** Cosine distance, 0 (the same) to 2 (opposite). */
  readonly distance: number;
  /** 1 for the nearest of all candidates. */
  readonly rank: number;
}

/** A candidate with a face; the one that is most like the probe's counts. */
export interface RankedCandidate extends Score {
  /** Place among the candidates as they were given, from 0. */
  readonly position: number;
  readonly facesInPhoto: number;
  /** Cosine of the two templates, -1..1. */
  readonly similarity: number;
  /** See `relativeDistanceOf`: at most 1 for a match. */
  readonly relativeDistance: number;
  readonly isMatch: boolean;
  /** In the order of the pack. */
  readonly recognisers: readonly RecogniserRanking[];
}

/** A candidate without a face, or whose picture cannot be read. */
export interface UnusableCandidate {
  readonly position: number;
  readonly fault: Fault;
}

export interface CandidateRanking {
  readonly probe: Probe;
  /** Nearest first; of equally near ones the earlier. */
  readonly ranked: readonly RankedCandidate[];
  /** In the order in which they were given. */
  readonly unusable: readonly UnusableCandidate[];
}

interface ReadCandidate {
  readonly position: number;
  readonly faces: readonly [AnalyzedFace, ...AnalyzedFace[]];
}

type Candidate = ReadCandidate | UnusableCandidate;

async function facesOf(
  { vision }: RankPorts,
  pack: Pack,
  photo: Uint8Array,
): Promise<ReadCandidate['faces']> {
  const [leading, ...others] = (await vision.analyze(photo, { packId: pack.id })).faces;
  if (leading === undefined) throw new Fault('no_face', { details: { picture: 'the picture' } });
  return [leading, ...others];
}

/** What is wrong with a picture itself is told in its place; what is wrong with the server ends the request. */
function unusable(position: number, error: unknown): UnusableCandidate {
  if (error instanceof Fault && error.kind === 'invalid') return { position, fault: error };
  throw error;
}

/** A request gives the threads enough to do and leaves the rest of the queue to others. */
async function readCandidates(
  ports: RankPorts,
  pack: Pack,
  { candidates, signal }: RankCandidatesCommand,
): Promise<readonly Candidate[]> {
  const read: Candidate[] = [];
  const concurrency = ports.vision.load().workers;
  await inParallel(candidates, { concurrency, signal }, async (photo, position) => {
    read[position] = await facesOf(ports, pack, photo).then(
      (faces) => ({ position, faces }),
      (error: unknown) => unusable(position, error),
    );
  });
  return read;
}

interface ComparedCandidate {
  readonly candidate: Omit<RankedCandidate, 'recognisers'>;
  readonly distances: SegmentDistances;
}

function compare(pack: Pack, probe: Float32Array, { position, faces }: ReadCandidate): ComparedCandidate {
  const compared = faces.map(({ template }) => ({ template, similarity: similarityOf(probe, template) }));
  const nearest = compared.reduce((one, other) => (other.similarity > one.similarity ? other : one));
  const { similarity, template } = nearest;
  const relativeDistance = relativeDistanceOf(pack.calibration, similarity, 1);
  return {
    candidate: {
      position,
      facesInPhoto: faces.length,
      similarity,
      relativeDistance,
      isMatch: relativeDistance <= 1,
      ...scoreOf(pack.calibration, similarity, 1, 'pair'),
    },
    distances: segmentDistancesOf(pack, probe, template),
  };
}

/** Every recogniser ranks alone; the order of all is that of the fused similarity. */
function rank({ segments }: Pack, compared: readonly ComparedCandidate[]): readonly RankedCandidate[] {
  const rankings = segments.map(({ name }) => {
    const distances = compared.map((candidate) => candidate.distances[name] ?? 0);
    return ranksOf(distances).map((place, row) => ({ name, distance: distances[row] ?? 0, rank: place }));
  });
  return compared
    .map(({ candidate }, row) => ({
      ...candidate,
      recognisers: rankings.flatMap((ranking) => ranking[row] ?? []),
    }))
    .sort((one, other) => one.relativeDistance - other.relativeDistance);
}

/**
 * Which of these pictures show the person of the probe? Nothing is stored. A picture that cannot be used is told apart
 * and fails nothing.
 *
 * @throws Fault `no_face` when the probe has none, `credits_exhausted`, `quota_exhausted`, `pack_not_installed` and those
 * of `Vision.analyze`; the signal's reason
 */
export async function rankCandidates(
  ports: RankPorts,
  command: RankCandidatesCommand,
): Promise<CandidateRanking> {
  await requirePayable(ports, command.key.id);
  const pack = await homePackOf(ports, command.key);
  const probe = await readProbe(ports, command.probe, { pack, name: 'the query picture' });
  const candidates = await readCandidates(ports, pack, command);
  const compared = candidates.flatMap((candidate) =>
    'faces' in candidate ? [compare(pack, probe.face.template, candidate)] : [],
  );
  const ranked = rank(pack, compared);
  await billSearch(ports, { key: command.key, searchId: randomUUID() });
  return { probe, ranked, unusable: candidates.filter((candidate) => 'fault' in candidate) };
}
