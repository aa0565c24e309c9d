import { type Box, boxArea, type Landmarks } from '../core/geometry.ts';
import { isAlignable } from './align-face.ts';
import { detectFaces } from './detect-faces.ts';
import { locateLandmarks } from './locate-landmarks.ts';
import type { Network } from './network.ts';
import type { Picture } from './picture.ts';
import type { Detection } from './suppress-overlaps.ts';

export interface LocatedFace {
  readonly box: Box;
  readonly confidence: number;
  readonly landmarks: Landmarks;
}
export type FindFaces = (picture: Picture) => Promise<LocatedFace[]>;

/** Areas that differ by less are the same size: a copy of the photo may have them the other way round. */
const SAME_SIZE_SHARE = 0.9;

/** By area; of the largest ones of the same size the leftmost comes first, so that copies of a photo agree. */
function largestFirst(detections: readonly Detection[]): Detection[] {
  const byArea = [...detections].sort((first, second) => boxArea(second.box) - boxArea(first.box));
  const largestArea = Math.max(0, ...byArea.map(({ box }) => boxArea(box)));
  const sameSize = byArea.filter(({ box }) => boxArea(box) >= SAME_SIZE_SHARE * largestArea);
  sameSize.sort((first, second) => first.box.left - second.box.left);
  const [leading] = sameSize;
  return leading === undefined ? [] : [leading, ...byArea.filter((detection) => detection !== leading)];
}

export async function findFacesWithSsd(
  networks: { readonly detector: Network; readonly landmarks: Network },
  picture: Picture,
): Promise<LocatedFace[]> {
  const detections = largestFirst(await detectFaces(networks.detector, picture));
  const boxes = detections.map(({ box }) => box);
  const landmarks = await locateLandmarks(networks.landmarks, picture, boxes);
  return detections.flatMap((detection, face) => {
    const points = landmarks[face];
    return points !== undefined && isAlignable(points) ? [{ ...detection, landmarks: points }] : [];
  });
}

export async function findFacesWithYunet(
  _networks: { readonly detector: Network },
  _picture: Picture,
): Promise<LocatedFace[]> {
  throw new Error('to come');
}
