import { convolution, depthwiseConvolution, kernelAttributes } from './convolution.ts';
import { normalizedInput } from './normalized-input.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Weights } from './weight-manifest.ts';

const INPUT_SIDE_PX = 112;
const DENSE_BLOCKS = ['dense0', 'dense1', 'dense2', 'dense3'];

function separable(
  graph: OnnxGraph,
  weights: Weights,
  step: { value: string; prefix: string; stride: number },
) {
  const { prefix, stride } = step;
  const each = weights.take(`${prefix}/depthwise_filter`);
  const across = weights.take(`${prefix}/pointwise_filter`);
  const depthwise = depthwiseConvolution(graph, step.value, { filters: each, stride });
  return convolution(graph, depthwise, { filters: across, bias: weights.take(`${prefix}/bias`) });
}

function firstOfBlock(graph: OnnxGraph, weights: Weights, value: string, prefix: string): string {
  if (!weights.names.includes(`${prefix}/filters`)) {
    return separable(graph, weights, { value, prefix, stride: 2 });
  }
  const [filters, bias] = [weights.take(`${prefix}/filters`), weights.take(`${prefix}/bias`)];
  return convolution(graph, value, { filters, bias, stride: 2 });
}

/** Four convolutions, each fed with the sum of all before it. */
function denseBlock(graph: OnnxGraph, weights: Weights, value: string, block: string): string {
  const relu = (input: string) => graph.operation('Relu', [input]);
  let sum = relu(firstOfBlock(graph, weights, value, `${block}/conv0`));
  let next = sum;
  for (const name of ['conv1', 'conv2', 'conv3']) {
    const step = separable(graph, weights, { value: next, prefix: `${block}/${name}`, stride: 1 });
    sum = graph.operation('Add', [sum, step]);
    next = relu(sum);
  }
  return next;
}

/**
 * face-api's net of 68 face landmarks as ONNX.
 *
 * Input `input`: [faces, 3, 112, 112], RGB 0..255. Output `points`: [faces, 136], x and y in turn, as shares
 * of the input's side; the order of the points is that of iBUG 300-W.
 */
export function buildLandmark68(weights: Weights): OnnxGraph {
  const graph = new OnnxGraph();
  let value = normalizedInput(graph, INPUT_SIDE_PX);
  for (const block of DENSE_BLOCKS) value = denseBlock(graph, weights, value, block);
  value = graph.operation('AveragePool', [value], kernelAttributes([7, 7], 2, 'valid'));
  // The fully connected layer was trained on rows of height, width, channel.
  value = graph.operation('Transpose', [value], { perm: [0, 2, 3, 1] });
  value = graph.operation('Reshape', [value, graph.integers([0, -1])]);
  value = graph.operation('MatMul', [value, graph.floats(weights.take('fc/weights'))]);
  value = graph.operation('Add', [value, graph.floats(weights.take('fc/bias'))]);
  graph.output('points', value, ['faces', 136]);
  return graph;
}
