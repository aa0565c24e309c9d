/** Where an anchor lies in the detector's input and how large it is, in pixels of the input. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layer {
  readonly stridePx: number;
  /** Width and height of the anchors of each cell. */
  readonly shapes: readonly (readonly [number, number])[];
}

const TRAINED_SIDE_PX = 512;
const SMALLEST_SCALE = 0.2;
const LARGEST_SCALE = 0.95;
const LAYERS = 6;

/** Share of the trained side that the anchors of a layer have; layer 6 stands for the whole side. */
function scaleOf(layer: number): number {
  if (layer === LAYERS) return 1;
  return SMALLEST_SCALE + ((LARGEST_SCALE - SMALLEST_SCALE) * layer) / (LAYERS - 1);
}

/** Width and height of an anchor of a scale whose width is `aspect` times its height. */
function shapeOf(scale: number, aspect: number): readonly [number, number] {
  const side = scale * TRAINED_SIDE_PX;
  return [side * Math.sqrt(aspect), side / Math.sqrt(aspect)];
}

function layerOf(layer: number): Layer {
  const scale = scaleOf(layer);
  const shapes =
    layer === 0
      ? [shapeOf(SMALLEST_SCALE / 2, 1), shapeOf(scale, 2), shapeOf(scale, 1 / 2)]
      : [
          shapeOf(scale, 1),
          shapeOf(Math.sqrt(scale * scaleOf(layer + 1)), 1),
          ...[2, 1 / 2, 3, 1 / 3].map((aspect) => shapeOf(scale, aspect)),
        ];
  return { stridePx: 16 * 2 ** layer, shapes };
}

const PYRAMID = Array.from({ length: LAYERS }, (_, layer) => layerOf(layer));

/** Most photos of a collection have few sizes; making some thousand anchors for each takes a while. */
const MOST_KNOWN_SIZES = 16;
const lastAnchors = new Map<string, readonly Anchor[]>();

/**
 * The anchors of the SSD detector for an input of a given size, in the order of its outputs. The rule is
 * that of the TensorFlow Object Detection API (scales 0.2 to 0.95, smaller boxes in the lowest layer); at
 * 512 x 512 it gives the 5,118 anchors that are stored with the weights.
 *
 * @param width @param height of the input, in pixels
 */
export function anchorsFor(width: number, height: number): readonly Anchor[] {
  const key = `${width}x${height}`;
  const known = lastAnchors.get(key);
  if (known !== undefined) return known;
  if (lastAnchors.size >= MOST_KNOWN_SIZES) lastAnchors.clear();
  const anchors = makeAnchors(width, height);
  lastAnchors.set(key, anchors);
  return anchors;
}

function makeAnchors(width: number, height: number): readonly Anchor[] {
  const anchors: Anchor[] = [];
  for (const { stridePx, shapes } of PYRAMID) {
    for (let row = 0; row < Math.ceil(height / stridePx); row += 1) {
      for (let column = 0; column < Math.ceil(width / stridePx); column += 1) {
        const centre = { x: (column + 0.5) * stridePx, y: (row + 0.5) * stridePx };
        anchors.push(...shapes.map(([width, height]) => ({ ...centre, width, height })));
      }
    }
  }
  return anchors;
}
