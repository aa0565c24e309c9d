import { convolution, depthwiseConvolution } from './convolution.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Tensor } from './tensor.ts';
import type { Weights } from './weight-manifest.ts';

const BATCH_NORM_EPSILON = 0.001;
const BACKBONE_LAYERS = 13;
const LAYERS_THAT_HALVE = new Set([2, 4, 6, 12]);
const FIRST_FEATURE_LAYER = 11;
const EXTRA_LAYERS = 8;

/** Scale and shift of a normalisation in inference are constants: they go into the filter and its bias. */
function foldBatchNorm(weights: Weights, prefix: string): { filters: Tensor; bias: Tensor } {
  const part = (name: string) => weights.take(`${prefix}/BatchNorm/${name}`).data;
  const [gamma, beta, mean, variance] = [
    part('gamma'),
    part('beta'),
    part('moving_mean'),
    part('moving_variance'),
  ];
  const filters = weights.take(`${prefix}/depthwise_weights`);
  const scale = gamma.map(
    (factor, channel) => factor / Math.sqrt((variance[channel] ?? 0) + BATCH_NORM_EPSILON),
  );
  const data = filters.data.map((value, index) => value * (scale[index % scale.length] ?? 1));
  const bias = beta.map((shift, channel) => shift - (mean[channel] ?? 0) * (scale[channel] ?? 1));
  return { filters: { shape: filters.shape, data }, bias: { shape: [bias.length], data: bias } };
}

function clipToSix(graph: OnnxGraph, value: string): string {
  return graph.operation('Clip', [value, graph.scalar(0), graph.scalar(6)]);
}

/** The layers of the net, adding to one graph from one set of weights. */
function layersOf(graph: OnnxGraph, weights: Weights) {
  const pointwise = (value: string, prefix: string, stride: number) => {
    const filters = weights.take(`${prefix}/weights`);
    const bias = weights.take(`${prefix}/convolution_bn_offset`);
    return clipToSix(graph, convolution(graph, value, { filters, bias, stride }));
  };
  const depthwise = (value: string, prefix: string, stride: number) =>
    clipToSix(graph, depthwiseConvolution(graph, value, { ...foldBatchNorm(weights, prefix), stride }));
  const predictor = (value: string, prefix: string, numbersPerAnchor: number) => {
    const filters = weights.take(`${prefix}/weights`);
    const bias = weights.take(`${prefix}/biases`);
    const rows = graph.operation('Transpose', [convolution(graph, value, { filters, bias })], {
      perm: [0, 2, 3, 1],
    });
    return graph.operation('Reshape', [rows, graph.integers([0, -1, numbersPerAnchor])]);
  };
  return { pointwise, depthwise, predictor };
}

type Layers = ReturnType<typeof layersOf>;

/** The values from which faces are read, finest first: 1/16 of the picture's size to 1/512. */
function featureMaps(layers: Layers, input: string): string[] {
  let value = layers.pointwise(input, 'MobilenetV1/Conv2d_0_pointwise', 2);
  const features: string[] = [];
  for (let layer = 1; layer <= BACKBONE_LAYERS; layer += 1) {
    const stride = LAYERS_THAT_HALVE.has(layer) ? 2 : 1;
    value = layers.depthwise(value, `MobilenetV1/Conv2d_${layer}_depthwise`, stride);
    value = layers.pointwise(value, `MobilenetV1/Conv2d_${layer}_pointwise`, 1);
    if (layer === FIRST_FEATURE_LAYER || layer === BACKBONE_LAYERS) features.push(value);
  }
  for (let layer = 0; layer < EXTRA_LAYERS; layer += 1) {
    const halves = layer % 2 === 1;
    value = layers.pointwise(value, `Prediction/Conv2d_${layer}_pointwise`, halves ? 2 : 1);
    if (halves) features.push(value);
  }
  return features;
}

/**
 * face-api's SSD MobileNetV1 as ONNX, of free height and width (multiples of 1 px).
 *
 * Input `input`: [1, 3, height, width], RGB 0..255. Outputs: `boxes` [1, anchors, 4], offsets of the anchors
 * (y, x, height, width; see `detector-anchors.ts`), and `scores` [1, anchors], 0..1.
 */
export function buildSsdMobilenet(weights: Weights): OnnxGraph {
  const graph = new OnnxGraph();
  const input = graph.input('input', [1, 3, 'height', 'width']);
  const layers = layersOf(graph, weights);
  const scaled = graph.operation('Div', [input, graph.scalar(127.5)]);
  const features = featureMaps(layers, graph.operation('Sub', [scaled, graph.scalar(1)]));
  const predict = (part: string, numbers: number) =>
    graph.operation(
      'Concat',
      features.map((value, index) =>
        layers.predictor(value, `Prediction/BoxPredictor_${index}/${part}`, numbers),
      ),
      { axis: 1 },
    );
  const boxes = predict('BoxEncodingPredictor', 4);
  // Three classes, of which the middle one is the face.
  const face = graph.operation('Slice', [
    predict('ClassPredictor', 3),
    graph.integers([1]),
    graph.integers([2]),
    graph.integers([2]),
  ]);
  const scores = graph.operation('Squeeze', [graph.operation('Sigmoid', [face]), graph.integers([2])]);
  graph.output('boxes', boxes, [1, 'anchors', 4]);
  graph.output('scores', scores, [1, 'anchors']);
  return graph;
}
