import { type Score, scoreOf } from '../core/score.ts';
import { type SegmentDistances, segmentDistancesOf } from '../core/segment-distances.ts';
import { similarityOf } from '../core/similarity.ts';
import type { LivenessMode } from './liveness.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

export interface CompareFacesCommand {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  /** Its models are asked; by default the default pack's. */
  readonly pack?: string | undefined;
  /** Whether both faces must be, or are said to be, living ones. Default `off`. */
  readonly liveness?: LivenessMode | undefined;
}

export interface Comparison extends Score {
  /** Cosine of the two templates, -1..1. */
  readonly similarity: number;
  readonly first: Probe;
  readonly second: Probe;
  /** How far the two lie apart for each recogniser of the pack. */
  readonly distances: SegmentDistances;
}

/**
 * Do the leading faces of two photos show the same person? The score is that of a pair.
 *
 * @throws Fault `no_face`, `pack_not_installed`, `liveness_failed`, `liveness_unavailable` and those of `Vision.analyze`
 */
export async function compareFaces(
  ports: Pick<ServicePorts, 'vision'>,
  command: CompareFacesCommand,
): Promise<Comparison> {
  const pack = command.pack === undefined ? ports.vision.pack : await ports.vision.requirePack(command.pack);
  const { liveness } = command;
  const [first, second] = await Promise.all([
    readProbe(ports, command.first, { pack, liveness, name: 'the first picture' }),
    readProbe(ports, command.second, { pack, liveness, name: 'the second picture' }),
  ]);
  const templates = [first.face.template, second.face.template] as const;
  const similarity = similarityOf(...templates);
  const distances = segmentDistancesOf(pack, ...templates);
  return { similarity, distances, first, second, ...scoreOf(pack.calibration, similarity, 1, 'pair') };
}
