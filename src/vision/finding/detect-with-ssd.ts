import type { Box } from '../../core/geometry.ts';
import type { Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { paddedPlanes } from '../planar-input.ts';
import { type Detection, scaleBox } from './detection.ts';
import { type Anchor, anchorsFor } from './detector-anchors.ts';
import { detectorInputOf, isExplained, roundUpForDetector, shareOf } from './detector-input.ts';
import { suppressOverlaps } from './suppress-overlaps.ts';

/** One look at the whole picture. Why three and these numbers: docs/decisions/0002-detector.md. */
interface Look {
  readonly longestSidePx: number;
  /** A smaller picture is enlarged at most so many times: further, it is only blurred. */
  readonly mostEnlargement: number;
  readonly leastConfidence: number;
  /** The faces that this look is trusted with: their longer side as a share of the picture's. */
  readonly faceShare: { readonly least: number; readonly most: number };
}

/** Cheap, for large faces; its faintest hints decide whether the others are needed. */
const FIRST_LOOK: Look = {
  longestSidePx: 192,
  mostEnlargement: 4,
  leastConfidence: 0.4,
  faceShare: { least: 0.3, most: Infinity },
};

/**
 * The net knows faces of about 10 to 160 pixels of its input well. In larger ones it sees further faces that
 * are none, and of small ones its boxes are coarse: each look is asked for its own sizes only.
 */
const LARGEST_KNOWN_FACE_PX = 160;

/** For small faces; how large a share of the picture they may have follows from the size of its input. */
const CLOSE_LOOK = { longestSidePx: 640, mostEnlargement: 1.5, leastConfidence: 0.3 } as const;

/** For those between the first look and the close one at a picture of many pixels, and where these see nobody. */
const MIDDLE_LOOK: Look = {
  longestSidePx: 256,
  mostEnlargement: 4,
  leastConfidence: 0.35,
  faceShare: { least: 0.2, most: Infinity },
};

/** The close look at a picture of this size. */
function closeLookAt({ width, height }: Picture): Look {
  const inputPx = Math.min(CLOSE_LOOK.longestSidePx, CLOSE_LOOK.mostEnlargement * Math.max(width, height));
  return { ...CLOSE_LOOK, faceShare: { least: 0, most: LARGEST_KNOWN_FACE_PX / inputPx } };
}

/** In the first look even this is a hint of a face: docs/decisions/0004-finding-faces.md. */
const HINT_CONFIDENCE = 0.1;
const SURE = { sureConfidence: 0.5, sureShare: 0.3 };

/** How an anchor's offsets are scaled (the variances of SSD). */
const POSITION_SCALE = 10;
const SIZE_SCALE = 5;

/** Numbers `4 * index` to `4 * index + 3` of the offsets are y, x, height and width. */
function decodeBox(anchor: Anchor, offsets: Float32Array, index: number): Box {
  const offset = (part: number) => offsets[4 * index + part] ?? 0;
  const width = anchor.width * Math.exp(offset(3) / SIZE_SCALE);
  const height = anchor.height * Math.exp(offset(2) / SIZE_SCALE);
  const centreX = anchor.x + (offset(1) / POSITION_SCALE) * anchor.width;
  const centreY = anchor.y + (offset(0) / POSITION_SCALE) * anchor.height;
  return { left: centreX - width / 2, top: centreY - height / 2, width, height };
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
  const width = roundUpForDetector(input.width);
  const height = roundUpForDetector(input.height);
  const planes = paddedPlanes(input, width, height);
  const [offsets, scores] = await detector.run(planes, [1, 3, height, width], ['boxes', 'scores']);
  if (offsets === undefined || scores === undefined) throw new TypeError('the detector did not answer');
  const anchors = anchorsFor(width, height);
  const detections: Detection[] = [];
  for (let index = 0; index < scores.length; index += 1) {
    const confidence = scores[index] ?? 0;
    const anchor = confidence < leastConfidence ? undefined : anchors[index];
    if (anchor !== undefined) detections.push({ box: decodeBox(anchor, offsets, index), confidence });
  }
  return detections;
}

async function lookAt(
  detector: Network,
  picture: Picture,
  look: Look,
  leastConfidence: number,
): Promise<Detection[]> {
  const { longestSidePx, mostEnlargement } = look;
  const { input, scaleX, scaleY } = await detectorInputOf(picture, longestSidePx, mostEnlargement);
  const detections = await detectInInput(detector, input, leastConfidence);
  return detections.map(({ box, confidence }) => ({ box: scaleBox(box, scaleX, scaleY), confidence }));
}

/** What a look is trusted with. */
function trusted(detections: readonly Detection[], picture: Picture, look: Look): Detection[] {
  return detections.filter(({ box, confidence }) => {
    const share = shareOf(box, picture);
    const { least, most } = look.faceShare;
    return confidence >= look.leastConfidence && share >= least && share <= most;
  });
}

/** What further looks find where the first one leaves doubt. */
async function lookCloser(detector: Network, picture: Picture): Promise<Detection[]> {
  const findWith = async (look: Look) =>
    trusted(await lookAt(detector, picture, look, look.leastConfidence), picture, look);
  const close = closeLookAt(picture);
  const found = await findWith(close);
  const isCovered = close.faceShare.most > FIRST_LOOK.faceShare.least;
  return isCovered && found.length > 0 ? found : [...found, ...(await findWith(MIDDLE_LOOK))];
}

/**
 * Finds the faces of a picture, most confident first; boxes may reach beyond its edges. A picture of one large face
 * costs one cheap look, others two or three.
 */
export async function detectWithSsd(detector: Network, picture: Picture): Promise<Detection[]> {
  const hints = await lookAt(detector, picture, FIRST_LOOK, HINT_CONFIDENCE);
  const detections = trusted(hints, picture, FIRST_LOOK);
  if (!isExplained(hints, picture, SURE)) detections.push(...(await lookCloser(detector, picture)));
  return suppressOverlaps(detections);
}
