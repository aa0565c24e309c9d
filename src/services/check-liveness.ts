import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import type { Pack } from '../core/pack.ts';
import { homePackOf } from './home-gallery.ts';
import type { ServicePorts } from './ports.ts';
import { readProbe } from './probe.ts';

export interface LivenessCheck {
  readonly isLive: boolean;
  /** How sure the models are of what they say, 0..1. */
  readonly confidence: number;
  readonly facesInPhoto: number;
}

/** The key's own pack if it can tell, else any other that is installed. @throws Fault `liveness_unavailable` */
async function packThatCanTell(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  key: Pick<Key, 'galleries'>,
): Promise<Pack> {
  const pack = await homePackOf(ports, key);
  const able = [pack, ...(await ports.vision.installedPacks())].find(({ liveness }) => liveness);
  if (able === undefined) throw new Fault('liveness_unavailable', { details: { pack: pack.id } });
  return able;
}

/**
 * Does the most prominent face of a photo live, or is it a picture of one?
 *
 * @throws Fault `no_face`, `liveness_unavailable` when no installed pack can tell, `pack_not_installed` and those of
 * `Vision.analyze`
 */
export async function checkLiveness(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  { key, photo }: { readonly key: Pick<Key, 'galleries'>; readonly photo: Uint8Array },
): Promise<LivenessCheck> {
  const pack = await packThatCanTell(ports, key);
  const { face, facesInPhoto } = await readProbe(ports, photo, { pack, liveness: 'report' });
  const { liveness } = face;
  if (liveness === undefined) throw new Error(`the pack ${pack.id} did not judge liveness`);
  const isLive = liveness.verdict === 'real';
  return { isLive, confidence: isLive ? liveness.score : 1 - liveness.score, facesInPhoto };
}
