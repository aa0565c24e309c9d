import { isAlignable } from '../align-face.ts';
import type { Network } from '../network.ts';
import { detectWithSsd } from './detect-with-ssd.ts';
import { detectWithYunet } from './detect-with-yunet.ts';
import { locateLandmarks } from './locate-landmarks.ts';
import type { FindFaces } from './located-face.ts';

/** Finds faces that stand upright or nearly so: SSD for the boxes, 68 points for the landmarks. */
export function finderWithSsd(networks: {
  readonly detector: Network;
  readonly landmarks: Network;
}): FindFaces {
  return async (picture) => {
    const detections = await detectWithSsd(networks.detector, picture);
    const boxes = detections.map(({ box }) => box);
    const landmarks = await locateLandmarks(networks.landmarks, picture, boxes);
    return detections.flatMap((detection, face) => {
      const points = landmarks[face];
      return points !== undefined && isAlignable(points) ? [{ ...detection, landmarks: points }] : [];
    });
  };
}

/** Finds faces that stand upright or nearly so with YuNet, which gives landmarks itself. */
export function finderWithYunet(networks: { readonly detector: Network }): FindFaces {
  return async (picture) => {
    const faces = await detectWithYunet(networks.detector, picture);
    return faces.filter(({ landmarks }) => isAlignable(landmarks));
  };
}
