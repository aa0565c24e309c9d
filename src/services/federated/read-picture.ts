import { Fault } from '../../core/fault.ts';
import { readFaceCrop } from '../faces.ts';
import type { ServicePorts } from '../ports.ts';
import { askAbout } from './external-access.ts';
import { parsePictureId } from './picture-id.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The picture of a face that a search of several galleries has found, WebP; of another server's face the other server is
 * asked.
 *
 * @throws Fault `face_not_found`, `external_silent`, `external_refused`
 */
export async function readPicture(
  ports: Pick<ServicePorts, 'blobs' | 'catalog' | 'remoteGalleries'>,
  pictureId: string,
): Promise<Uint8Array> {
  const { galleryId, faceId } = parsePictureId(pictureId);
  if (galleryId === undefined) return readFaceCrop(ports, { faceId });
  const gallery = await ports.catalog.externalGalleries.find(galleryId);
  // The id becomes part of an address: what is none of a face is not sent.
  if (gallery === undefined || !UUID.test(faceId)) {
    throw new Fault('face_not_found', { details: { face: pictureId } });
  }
  const outcome = await askAbout(ports, gallery, (remote) =>
    ports.remoteGalleries.readFaceImage(remote, faceId),
  );
  if ('fault' in outcome) throw outcome.fault;
  return outcome.answer;
}
