import type { Landmarks } from '../../core/geometry.ts';
import type { Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { bluePlaneFirst, paddedPlanes } from '../planar-input.ts';
import { scalePlace } from '../scale-face.ts';
import { detectorInputOf, isExplained, roundUpForDetector } from './detector-input.ts';
import type { LocatedFace } from './located-face.ts';
import { suppressOverlaps } from './suppress-overlaps.ts';

/** The net answers for cells of 8, 16 and 32 pixels. */
const STRIDES_PX = [8, 16, 32] as const;
const OUTPUTS = STRIDES_PX.flatMap((stride) =>
  ['cls', 'obj', 'bbox', 'kps'].map((part) => `${part}_${stride}`),
);

/** One look at the whole picture. */
interface Look {
  readonly longestSidePx: number;
  /** A smaller picture is enlarged at most so many times: further it is only blurred. */
  readonly mostEnlargement: number;
  readonly leastConfidence: number;
}

/** Cheap, for large faces; even faint detections are hints of further ones. */
const FIRST_LOOK: Look = { longestSidePx: 320, mostEnlargement: 1, leastConfidence: 0.25 };
const CLOSE_LOOK: Look = { longestSidePx: 640, mostEnlargement: 2, leastConfidence: 0.6 };
const SURE = { sureConfidence: 0.8, sureShare: 0.2 };

/** What the net says about the cells of one stride. */
interface Cells {
  readonly stridePx: number;
  readonly columns: number;
  readonly classScores: Float32Array;
  readonly objectScores: Float32Array;
  /** Four numbers a cell: centre and logarithm of the size, in strides. */
  readonly boxes: Float32Array;
  /** Ten numbers a cell: five points, in strides from the cell. */
  readonly points: Float32Array;
}

function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function decodeFace(cells: Cells, cell: number, confidence: number): LocatedFace {
  const { stridePx, columns, boxes, points } = cells;
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const size = (part: number) => Math.exp(boxes[4 * cell + part] ?? 0) * stridePx;
  const [width, height] = [size(2), size(3)];
  const point = (index: number) => ({
    x: (column + (points[10 * cell + 2 * index] ?? 0)) * stridePx,
    y: (row + (points[10 * cell + 2 * index + 1] ?? 0)) * stridePx,
  });
  const landmarks: Landmarks = [point(0), point(1), point(2), point(3), point(4)];
  const left = (column + (boxes[4 * cell] ?? 0)) * stridePx - width / 2;
  const top = (row + (boxes[4 * cell + 1] ?? 0)) * stridePx - height / 2;
  return { box: { left, top, width, height }, confidence, landmarks };
}

function facesIn(cells: Cells, leastConfidence: number): LocatedFace[] {
  const faces: LocatedFace[] = [];
  for (let cell = 0; cell < cells.classScores.length; cell += 1) {
    const product = clampToUnit(cells.classScores[cell] ?? 0) * clampToUnit(cells.objectScores[cell] ?? 0);
    const confidence = Math.sqrt(product);
    if (confidence >= leastConfidence) faces.push(decodeFace(cells, cell, confidence));
  }
  return faces;
}

async function lookAt(detector: Network, picture: Picture, look: Look): Promise<LocatedFace[]> {
  const { longestSidePx, mostEnlargement, leastConfidence } = look;
  const { input, scaleX, scaleY } = await detectorInputOf(picture, longestSidePx, mostEnlargement);
  const width = roundUpForDetector(input.width);
  const height = roundUpForDetector(input.height);
  const planes = bluePlaneFirst(paddedPlanes(input, width, height));
  const answers = await detector.run(planes, [1, 3, height, width], OUTPUTS);
  const answer = (index: number) => answers[index] ?? new Float32Array(0);
  const faces = STRIDES_PX.flatMap((stridePx, index) => {
    const [classScores, objectScores] = [answer(4 * index), answer(4 * index + 1)];
    const [boxes, points] = [answer(4 * index + 2), answer(4 * index + 3)];
    const columns = width / stridePx;
    return facesIn({ stridePx, columns, classScores, objectScores, boxes, points }, leastConfidence);
  });
  const scale = { x: scaleX, y: scaleY };
  return faces.map((face) => ({ ...scalePlace(face, scale), confidence: face.confidence }));
}

/**
 * Finds the faces of a picture with YuNet (github.com/ShiqiYu/libfacedetection.train), which gives five landmarks with
 * each. A picture of large faces costs one cheap look, all others a close one as well.
 */
export async function detectWithYunet(detector: Network, picture: Picture): Promise<LocatedFace[]> {
  const hints = await lookAt(detector, picture, FIRST_LOOK);
  const faces = isExplained(hints, picture, SURE)
    ? hints.filter(({ confidence }) => confidence >= CLOSE_LOOK.leastConfidence)
    : await lookAt(detector, picture, CLOSE_LOOK);
  return suppressOverlaps(faces);
}
