import type { OnnxGraph } from './onnx-graph.ts';

/** Mean colour (RGB) of the training pictures of face-api's landmark and recognition nets. */
const MEAN_COLOUR = [122.782, 117.001, 104.298];

/** Adds the input `input` [faces, 3, side, side], RGB 0..255, and centres and scales it. */
export function normalizedInput(graph: OnnxGraph, sidePx: number): string {
  const input = graph.input('input', ['faces', 3, sidePx, sidePx]);
  const mean = graph.floats({ shape: [1, 3, 1, 1], data: Float32Array.from(MEAN_COLOUR) });
  return graph.operation('Div', [graph.operation('Sub', [input, mean]), graph.scalar(255)]);
}
