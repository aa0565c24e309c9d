import { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';

const CHANNELS = 3;
const CELLS = 8;

/** What a tiny recogniser is like; by default one that can be added. */
export interface TinyShape {
  /** A name leaves the batch open. */
  readonly batch?: number | string;
  readonly side?: number | string;
  readonly channels?: number;
  /** Pixels of one cell; 8 x 8 cells of 3 channels are the embedding. */
  readonly cellPx?: number;
  /** Makes the embedding the mean of all pictures of the batch. */
  readonly mixesFaces?: boolean;
}

/**
 * An ONNX file of a recogniser without weights: the mean colours of 8 x 8 cells of the picture, 192 numbers. It tells
 * pictures apart and knows a copy again, and needs no training.
 */
export function tinyRecogniser(shape: TinyShape = {}): Uint8Array {
  const { batch = 'faces', side = 112, channels = CHANNELS, cellPx = 14, mixesFaces = false } = shape;
  const graph = new OnnxGraph();
  const input = graph.input('picture', [batch, channels, side, side]);
  const cells = graph.operation('AveragePool', [input], {
    kernel_shape: [cellPx, cellPx],
    strides: [cellPx, cellPx],
  });
  const flat = graph.operation('Flatten', [cells]);
  const mean = graph.operation('ReduceMean', [flat], { axes: [0], keepdims: 1 });
  const mixed = graph.operation('Add', [flat, mean]);
  graph.output('embedding', mixesFaces ? mixed : flat, [batch, channels * CELLS * CELLS]);
  return graph.serialize();
}
