import { type Score, scoreOf } from '../core/score.ts';
import { similarityOf } from '../core/similarity.ts';
import type { ServicePorts } from './ports.ts';
import { type Probe, readProbe } from './probe.ts';

export interface Comparison extends Score {
  /** Cosine of the two templates, -1..1. */
  readonly similarity: number;
  readonly first: Probe;
  readonly second: Probe;
}

/**
 * Do the largest faces of two photos show the same person? The score is that of a pair.
 *
 * @throws Fault `no_face` and those of `Vision.analyze`
 */
export async function compareFaces(
  ports: Pick<ServicePorts, 'vision'>,
  command: { readonly first: Uint8Array; readonly second: Uint8Array },
): Promise<Comparison> {
  const [first, second] = await Promise.all([
    readProbe(ports, command.first, { name: 'the first picture' }),
    readProbe(ports, command.second, { name: 'the second picture' }),
  ]);
  const similarity = similarityOf(first.face.template, second.face.template);
  return { similarity, first, second, ...scoreOf(ports.vision.pack.calibration, similarity, 1, 'pair') };
}
