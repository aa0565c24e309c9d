import type { Box } from '../core/geometry.ts';
import { type Anchor, anchorsFor } from './detector-anchors.ts';
import type { Network } from './network.ts';
import type { Picture } from './picture.ts';
import { paddedPlanes } from './planar-input.ts';
import { resizePicture } from './resize-picture.ts';
import { type Detection, suppressOverlaps } from './suppress-overlaps.ts';

/** One look at the whole picture. Why three and these numbers: docs/decisions/0002-detector.md. */
interface Look {
  readonly longestSidePx: number;
  /** A smaller picture is enlarged at most so many times: further, it is only blurred. */
  readonly mostEnlargement: number;
  readonly leastConfidence: number;
  /** The faces that this look is trusted with: their longer side as a share of the picture's. */
  readonly faceShare: { readonly least: number; readonly most: number };
}

/**
 * The net knows faces of about 10 to 160 pixels of its input well. In larger ones it sees further faces that
 * are none, and of small ones its boxes are coarse: each look is asked for its own sizes only.
 */
const LOOKS: readonly Look[] = [
  { longestSidePx: 640, mostEnlargement: 2, leastConfidence: 0.3, faceShare: { least: 0, most: 0.25 } },
  {
    longestSidePx: 256,
    mostEnlargement: 4,
    leastConfidence: 0.35,
    faceShare: { least: 0.2, most: Infinity },
  },
  { longestSidePx: 192, mostEnlargement: 4, leastConfidence: 0.4, faceShare: { least: 0.3, most: Infinity } },
];

const INPUT_MULTIPLE_PX = 32;
/** How an anchor's offsets are scaled (the variances of SSD). */
const POSITION_SCALE = 10;
const SIZE_SCALE = 5;

function roundUp(sizePx: number): number {
  return Math.ceil(sizePx / INPUT_MULTIPLE_PX) * INPUT_MULTIPLE_PX;
}

/** Numbers `4 * index` to `4 * index + 3` of the offsets are y, x, height and width. */
function decodeBox(anchor: Anchor, offsets: Float32Array, index: number): Box {
  const offset = (part: number) => offsets[4 * index + part] ?? 0;
  const width = anchor.width * Math.exp(offset(3) / SIZE_SCALE);
  const height = anchor.height * Math.exp(offset(2) / SIZE_SCALE);
  const centreX = anchor.x + (offset(1) / POSITION_SCALE) * anchor.width;
  const centreY = anchor.y + (offset(0) / POSITION_SCALE) * anchor.height;
  return { left: centreX - width / 2, top: centreY - height / 2, width, height };
}

function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  return {
    left: box.left * scaleX,
    top: box.top * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
}

/**
 * What the net says about the anchors of its input, in pixels of the input and in the order of the anchors.
 *
 * @param leastConfidence leave out what is less sure, which is nearly everything
 */
export async function detectInInput(
  detector: Network,
  input: Picture,
  leastConfidence: number,
): Promise<Detection[]> {
  const width = roundUp(input.width);
  const height = roundUp(input.height);
  const planes = paddedPlanes(input, width, height);
  const [offsets, scores] = await detector.run(planes, [1, 3, height, width], ['boxes', 'scores']);
  if (offsets === undefined || scores === undefined) throw new TypeError('the detector did not answer');
  return anchorsFor(width, height).flatMap((anchor, index) => {
    const confidence = scores[index] ?? 0;
    return confidence < leastConfidence ? [] : [{ box: decodeBox(anchor, offsets, index), confidence }];
  });
}

async function lookAt(detector: Network, picture: Picture, look: Look): Promise<Detection[]> {
  const longestPx = Math.max(picture.width, picture.height);
  const scale = Math.min(look.longestSidePx / longestPx, look.mostEnlargement);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const input = await resizePicture(picture, width, height);
  return (await detectInInput(detector, input, look.leastConfidence))
    .map(({ box, confidence }) => ({
      box: scaleBox(box, picture.width / width, picture.height / height),
      confidence,
    }))
    .filter(({ box }) => {
      const share = Math.max(box.width, box.height) / longestPx;
      return share >= look.faceShare.least && share <= look.faceShare.most;
    });
}

/** Finds the faces of a picture, most confident first; boxes may reach beyond its edges. */
export async function detectFaces(detector: Network, picture: Picture): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const look of LOOKS) detections.push(...(await lookAt(detector, picture, look)));
  return suppressOverlaps(detections);
}
