import type { OnnxGraph } from './onnx-graph.ts';
import { permute, type Tensor } from './tensor.ts';

/** TF.js names a padding; ONNX calls TensorFlow's `same` SAME_UPPER. */
export type Padding = 'same' | 'valid';

interface ConvolutionSettings {
  /** Height, width, channels in, channels out. */
  readonly filters: Tensor;
  readonly bias?: Tensor;
  readonly stride?: number;
  readonly padding?: Padding;
}

/** Geometry of a pooling or convolution kernel as ONNX attributes. */
export function kernelAttributes(size: readonly number[], stride: number, padding: Padding) {
  return {
    kernel_shape: size,
    strides: [stride, stride],
    auto_pad: padding === 'same' ? 'SAME_UPPER' : 'VALID',
  };
}

function biasInputs(graph: OnnxGraph, bias: Tensor | undefined): string[] {
  return bias === undefined ? [] : [graph.floats(bias)];
}

/** A convolution over all channels. */
export function convolution(graph: OnnxGraph, value: string, settings: ConvolutionSettings): string {
  const filters = permute(settings.filters, [3, 2, 0, 1]);
  return graph.operation(
    'Conv',
    [value, graph.floats(filters), ...biasInputs(graph, settings.bias)],
    kernelAttributes(filters.shape.slice(2), settings.stride ?? 1, settings.padding ?? 'same'),
  );
}

/** A convolution of each channel with its own filter; `filters` has one channel out. */
export function depthwiseConvolution(graph: OnnxGraph, value: string, settings: ConvolutionSettings): string {
  const filters = permute(settings.filters, [2, 3, 0, 1]);
  return graph.operation('Conv', [value, graph.floats(filters), ...biasInputs(graph, settings.bias)], {
    ...kernelAttributes(filters.shape.slice(2), settings.stride ?? 1, settings.padding ?? 'same'),
    group: filters.shape[0] ?? 1,
  });
}
