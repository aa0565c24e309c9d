import { randomUUID } from 'node:crypto';
import type { Pack } from '../../core/pack.ts';
import { requireStorableSource } from '../../core/photo.ts';
import type { NewSearchProbe } from '../../ports/searches.ts';
import type { HeldBlob } from '../blob-keeper.ts';
import type { ServicePorts } from '../ports.ts';
import { readProbe } from '../probe.ts';

/** A photo to search for. */
export interface ProbePhoto {
  readonly bytes: Uint8Array;
  /** Where it comes from, if that is known. */
  readonly sourceUrl?: string;
}

/** A photo whose face was read: what is to be stored of it. */
export interface ReadProbePhoto extends ProbePhoto {
  readonly template: Float32Array;
  /** WebP of its face. */
  readonly thumbnail: Uint8Array;
}

/**
 * Reads the most prominent face of a photo.
 *
 * @throws Fault `no_face`, `source_too_long` and those of `Vision.analyze`
 */
export async function readProbePhoto(
  ports: Pick<ServicePorts, 'vision'>,
  photo: ProbePhoto,
  pack: Pack,
): Promise<ReadProbePhoto> {
  if (photo.sourceUrl !== undefined) requireStorableSource({ kind: 'probe', url: photo.sourceUrl });
  const { face } = await readProbe(ports, photo.bytes, { pack, crops: true });
  return { ...photo, template: face.template, thumbnail: face.crop };
}

/** Stores the pictures of probes, and then with `store` what refers to them. */
export async function withStoredPictures<Result>(
  ports: Pick<ServicePorts, 'keeper'>,
  photos: readonly ReadProbePhoto[],
  store: (probes: readonly NewSearchProbe[]) => Promise<Result>,
): Promise<Result> {
  const held: HeldBlob[] = [];
  const hold = async (bytes: Uint8Array): Promise<string> => {
    const blob = await ports.keeper.hold(bytes);
    held.push(blob);
    return blob.address;
  };
  try {
    const probes: NewSearchProbe[] = [];
    for (const { bytes, thumbnail, template, sourceUrl } of photos) {
      const blob = await hold(bytes);
      const thumbnailBlob = await hold(thumbnail);
      const id = randomUUID();
      probes.push({ id, blob, thumbnailBlob, template, ...(sourceUrl !== undefined && { sourceUrl }) });
    }
    return await store(probes);
  } finally {
    for (const blob of held) blob.release();
  }
}
