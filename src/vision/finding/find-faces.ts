import { isAlignable } from '../align-face.ts';
import type { Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { detectWithSsd } from './detect-with-ssd.ts';
import { detectWithYunet } from './detect-with-yunet.ts';
import type { Detection } from './detection.ts';
import { locateLandmarks } from './locate-landmarks.ts';
import type { FindFaces, LocatedFace } from './located-face.ts';

/** Networks of a finder. */
interface FinderNetworks {
  readonly detector: Network;
  /** Tells 68 points of a face in a box. */
  readonly landmarks: Network;
}

/** Faces whose landmarks say how they lie, with these landmarks. */
async function withLandmarks(
  network: Network,
  picture: Picture,
  found: readonly Detection[],
): Promise<LocatedFace[]> {
  const boxes = found.map(({ box }) => box);
  const landmarks = await locateLandmarks(network, picture, boxes);
  return found.flatMap(({ box, confidence }, face) => {
    const points = landmarks[face];
    return points !== undefined && isAlignable(points) ? [{ box, confidence, landmarks: points }] : [];
  });
}

/** Finds faces that stand upright or nearly so: SSD for the boxes, 68 points for the landmarks. */
export function finderWithSsd({ detector, landmarks }: FinderNetworks): FindFaces {
  return async (picture) => withLandmarks(landmarks, picture, await detectWithSsd(detector, picture));
}

/**
 * Finds faces that stand upright or nearly so with YuNet. Its own five landmarks serve when no network for landmarks is
 * given.
 */
export function finderWithYunet({
  detector,
  landmarks,
}: Pick<FinderNetworks, 'detector'> & Partial<FinderNetworks>): FindFaces {
  return async (picture) => {
    const faces = await detectWithYunet(detector, picture);
    const alignable = faces.filter((face) => isAlignable(face.landmarks));
    return landmarks === undefined ? alignable : withLandmarks(landmarks, picture, alignable);
  };
}
