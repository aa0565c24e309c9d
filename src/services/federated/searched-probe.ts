import { Fault } from '../../core/fault.ts';
import type { Pack } from '../../core/pack.ts';
import type { ServicePorts } from '../ports.ts';
import { type Probe, readProbe } from '../probe.ts';

/** What is known of the liveness of a probe: `unavailable` when no pack that has read it can tell. */
export type ProbeLiveness = 'passed' | 'unavailable' | 'off';

/** One photo as the packs of several galleries see it: each pack reads it once. */
export class SearchedProbe {
  readonly #vision: ServicePorts['vision'];
  readonly #photo: Uint8Array;
  readonly #checksLiveness: boolean;
  readonly #read = new Map<string, Promise<Probe>>();

  constructor(
    { vision }: Pick<ServicePorts, 'vision'>,
    { photo, checksLiveness }: { readonly photo: Uint8Array; readonly checksLiveness: boolean },
  ) {
    this.#vision = vision;
    this.#photo = photo;
    this.#checksLiveness = checksLiveness;
  }

  /** @throws Fault `liveness_failed` when the pack takes it for a picture of a face, and those of `readProbe` */
  of(pack: Pack): Promise<Probe> {
    const known = this.#read.get(pack.id) ?? this.#readBy(pack);
    this.#read.set(pack.id, known);
    return known;
  }

  async liveness(): Promise<ProbeLiveness> {
    if (!this.#checksLiveness) return 'off';
    const probes = await Promise.all(this.#read.values());
    return probes.some(({ liveness }) => liveness?.verdict === 'real') ? 'passed' : 'unavailable';
  }

  async #readBy(pack: Pack): Promise<Probe> {
    const liveness = this.#checksLiveness ? 'report' : 'off';
    const probe = await readProbe({ vision: this.#vision }, this.#photo, { pack, liveness });
    if (probe.liveness?.verdict !== 'fake') return probe;
    throw new Fault('liveness_failed', { details: { picture: 'the picture' } });
  }
}
