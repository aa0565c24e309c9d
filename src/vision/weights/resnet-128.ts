import { convolution, kernelAttributes, type Padding } from './convolution.ts';
import { normalizedInput } from './normalized-input.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Tensor } from './tensor.ts';
import type { Weights } from './weight-manifest.ts';

const INPUT_SIDE_PX = 150;

/** Blocks in their order; a block whose name ends in `down` or `down_out` halves the picture. */
const BLOCKS = [
  ['conv32_1', 'conv32_2', 'conv32_3'],
  ['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ['conv128_down', 'conv128_1', 'conv128_2'],
  ['conv256_down', 'conv256_1', 'conv256_2'],
  ['conv256_down_out'],
].flat();

/** A value of the graph with its size, which decides the paddings of the next block. */
interface Sized {
  readonly value: string;
  readonly sidePx: number;
  readonly channels: number;
}

/** Side of the result of a kernel without padding. */
function validSide(sidePx: number, kernel: number, stride: number): number {
  return Math.floor((sidePx - kernel) / stride) + 1;
}

/** The scale layer behind each convolution is constant: it goes into the filter and the bias. */
function foldScale(weights: Weights, prefix: string): { filters: Tensor; bias: Tensor } {
  const filters = weights.take(`${prefix}/conv/filters`);
  const scale = weights.take(`${prefix}/scale/weights`).data;
  const shift = weights.take(`${prefix}/scale/biases`).data;
  const bias = weights.take(`${prefix}/conv/bias`).data;
  const data = new Float32Array(filters.data);
  for (let index = 0; index < data.length; index += 1) {
    data[index] = (data[index] ?? 0) * (scale[index % scale.length] ?? 1);
  }
  return {
    filters: { shape: filters.shape, data },
    bias: {
      shape: [bias.length],
      data: bias.map((value, channel) => value * (scale[channel] ?? 1) + (shift[channel] ?? 0)),
    },
  };
}

function layersOf(graph: OnnxGraph, weights: Weights) {
  const relu = (value: string) => graph.operation('Relu', [value]);
  const convolve = (value: string, prefix: string, kernel: { stride: number; padding: Padding }) =>
    convolution(graph, value, { ...foldScale(weights, prefix), ...kernel });
  const same = { stride: 1, padding: 'same' } as const;
  const halving = { stride: 2, padding: 'valid' } as const;

  const residual = (from: Sized, prefix: string): Sized => {
    const first = relu(convolve(from.value, `${prefix}/conv1`, same));
    const sum = graph.operation('Add', [convolve(first, `${prefix}/conv2`, same), from.value]);
    return { ...from, value: relu(sum) };
  };

  /** Both branches are filled with zeros to the size of the larger one. */
  const down = (from: Sized, prefix: string): Sized => {
    const first = relu(convolve(from.value, `${prefix}/conv1`, halving));
    let value = convolve(first, `${prefix}/conv2`, same);
    let pool = graph.operation('AveragePool', [from.value], kernelAttributes([2, 2], 2, 'valid'));
    const channels = weights.take(`${prefix}/conv2/conv/bias`).data.length;
    const sidePx = validSide(from.sidePx, 2, 2);
    const missingPx = sidePx - validSide(from.sidePx, 3, 2);
    if (missingPx > 0) {
      value = graph.operation('Pad', [value, graph.integers([0, 0, 0, 0, 0, 0, missingPx, missingPx])]);
    }
    if (channels > from.channels) {
      pool = graph.operation('Pad', [pool, graph.integers([0, 0, 0, 0, 0, channels - from.channels, 0, 0])]);
    }
    return { value: relu(graph.operation('Add', [pool, value])), sidePx, channels };
  };

  return { start: (value: string) => relu(convolve(value, 'conv32_down', halving)), residual, down };
}

/**
 * face-api's recognition net (dlib's ResNet with 29 layers) as ONNX.
 *
 * Input `input`: [faces, 3, 150, 150], RGB 0..255, dlib's face chip with padding 0.25. Output `embedding`:
 * [faces, 128], not normalised.
 */
export function buildResnet128(weights: Weights): OnnxGraph {
  const graph = new OnnxGraph();
  const layers = layersOf(graph, weights);
  const start = layers.start(normalizedInput(graph, INPUT_SIDE_PX));
  let at: Sized = {
    value: graph.operation('MaxPool', [start], kernelAttributes([3, 3], 2, 'valid')),
    sidePx: validSide(validSide(INPUT_SIDE_PX, 7, 2), 3, 2),
    channels: 32,
  };
  for (const block of BLOCKS) {
    at = block.includes('down') ? layers.down(at, block) : layers.residual(at, block);
  }
  const pooled = graph.operation('ReduceMean', [at.value], { axes: [2, 3], keepdims: 0 });
  graph.output('embedding', graph.operation('MatMul', [pooled, graph.floats(weights.take('fc'))]), [
    'faces',
    128,
  ]);
  return graph;
}
