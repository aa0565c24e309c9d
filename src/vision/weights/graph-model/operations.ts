import type { Attribute, OnnxGraph } from '../onnx-graph.ts';
import { permute, type Tensor } from '../tensor.ts';
import type { GraphModelNode } from './graph-model.ts';

/** A value of the ONNX graph. TensorFlow orders pictures as height, width, channels; `planes` are channels first. */
export interface Value {
  readonly name: string;
  readonly order: 'planes' | 'plain';
}

/** What an operation may ask for while it is converted. */
export interface Context {
  readonly graph: OnnxGraph;
  readonly node: GraphModelNode;
  /** The computed value of an input; undefined when it is a constant. */
  value(input: number): Value | undefined;
  /** The constant of an input. @throws RangeError when it is computed */
  constant(input: number): Tensor;
}

type Conversion = (context: Context) => Value;

/** From an axis of TensorFlow's order to the same axis of channels first. */
const AXES_OF_PLANES = [0, 2, 3, 1] as const;

function requireValue(context: Context, input: number): Value {
  const value = context.value(input);
  if (value === undefined) throw new RangeError(`${context.node.name} needs a computed input ${input}`);
  return value;
}

/** The same value in TensorFlow's order. */
function toPlain(graph: OnnxGraph, value: Value): Value {
  if (value.order === 'plain') return value;
  return { name: graph.operation('Transpose', [value.name], { perm: [0, 2, 3, 1] }), order: 'plain' };
}

/** A constant shaped to be combined with a value. */
function besideValue(tensor: Tensor, { order }: Value): Tensor {
  const { shape, data } = tensor;
  if (order === 'plain' || data.length === 1) return data.length === 1 ? { shape: [], data } : tensor;
  if (shape.length === 1) return { shape: [1, data.length, 1, 1], data };
  if (shape.length === 3) return permute(tensor, [2, 0, 1]);
  return permute(tensor, [0, 3, 1, 2]);
}

function paddingOf(node: GraphModelNode): Readonly<Record<string, Attribute>> {
  const padding = node.word('padding');
  if (padding === 'SAME') return { auto_pad: 'SAME_UPPER' };
  if (padding === 'VALID') return { auto_pad: 'VALID' };
  const [, , top, bottom, left, right] = node.integers('explicit_paddings');
  if (top === undefined || bottom === undefined || left === undefined || right === undefined) {
    throw new RangeError(`${node.name} has the padding ${padding}`);
  }
  return { pads: [top, left, bottom, right] };
}

/** Filters with their channels out first, and into how many groups the channels fall. */
function filtersOf(context: Context, eachChannel: boolean): { filters: Tensor; group: number } {
  const constant = context.constant(1);
  if (!eachChannel) return { filters: permute(constant, [3, 2, 0, 1]), group: 1 };
  const filters = permute(constant, [2, 3, 0, 1]);
  const [channels = 1, multiplier = 1, height = 1, width = 1] = filters.shape;
  return {
    filters: { shape: [channels * multiplier, 1, height, width], data: filters.data },
    group: channels,
  };
}

function convolve(context: Context, eachChannel: boolean): Value {
  const { graph, node } = context;
  const { filters, group } = filtersOf(context, eachChannel);
  const [, downStride = 1, acrossStride = 1] = node.integers('strides');
  const [, downDilation = 1, acrossDilation = 1] = node.integers('dilations');
  const name = graph.operation('Conv', [requireValue(context, 0).name, graph.floats(filters)], {
    kernel_shape: filters.shape.slice(2),
    strides: [downStride, acrossStride],
    dilations: [downDilation, acrossDilation],
    group,
    ...paddingOf(node),
  });
  return { name, order: 'planes' };
}

/** An operation of two inputs, of which one may be a constant. */
function combine(type: string): Conversion {
  return (context) => {
    const { graph } = context;
    const [first, second] = [context.value(0), context.value(1)];
    const beside = (constant: number, value: Value) =>
      graph.floats(besideValue(context.constant(constant), value));
    if (first === undefined) {
      const value = requireValue(context, 1);
      return { name: graph.operation(type, [beside(0, value), value.name]), order: value.order };
    }
    if (second === undefined) {
      return { name: graph.operation(type, [first.name, beside(1, first)]), order: first.order };
    }
    const [left, right] =
      first.order === second.order ? [first, second] : [toPlain(graph, first), toPlain(graph, second)];
    return { name: graph.operation(type, [left.name, right.name]), order: left.order };
  };
}

function apply(type: string): Conversion {
  return (context) => {
    const { name, order } = requireValue(context, 0);
    return { name: context.graph.operation(type, [name]), order };
  };
}

function wholeNumbers({ data }: Tensor): number[] {
  return [...data];
}

const placeholder: Conversion = ({ graph, node }) => {
  const [, height = -1, width = -1, channels = -1] = node.shape();
  return { name: graph.input('input', ['faces', channels, height, width]), order: 'planes' };
};

const mean: Conversion = (context) => {
  const { graph, node } = context;
  const { name, order } = requireValue(context, 0);
  const axes = wholeNumbers(context.constant(1)).map((axis) =>
    order === 'planes' ? (AXES_OF_PLANES[(axis + 4) % 4] ?? axis) : axis,
  );
  const keeps = node.isSet('keep_dims');
  const result = graph.operation('ReduceMean', [name], { axes, keepdims: keeps ? 1 : 0 });
  return { name: result, order: keeps ? order : 'plain' };
};

/** Begins and ends of height and width; those of the other axes are 0 in pictures. */
const pad: Conversion = (context) => {
  const { graph } = context;
  const amounts = wholeNumbers(context.constant(1));
  const begins = AXES_IN_PLANES.map((axis) => amounts[2 * axis] ?? 0);
  const ends = AXES_IN_PLANES.map((axis) => amounts[2 * axis + 1] ?? 0);
  const { name } = requireValue(context, 0);
  return { name: graph.operation('Pad', [name, graph.integers([...begins, ...ends])]), order: 'planes' };
};

/** TensorFlow's axes in the order of channels first. */
const AXES_IN_PLANES = [0, 3, 1, 2] as const;

const reshape: Conversion = (context) => {
  const { graph } = context;
  const { name } = toPlain(graph, requireValue(context, 0));
  const shape = wholeNumbers(context.constant(1));
  return { name: graph.operation('Reshape', [name, graph.integers(shape)]), order: 'plain' };
};

const matrixProduct: Conversion = (context) => {
  const { graph, node } = context;
  const matrix = context.constant(1);
  const right = node.isSet('transpose_b') ? permute(matrix, [1, 0]) : matrix;
  const { name } = toPlain(graph, requireValue(context, 0));
  return { name: graph.operation('MatMul', [name, graph.floats(right)]), order: 'plain' };
};

/** How each operation of TensorFlow is said in ONNX: those that the models at hand need. */
export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  Placeholder: placeholder,
  Conv2D: (context) => convolve(context, false),
  DepthwiseConv2dNative: (context) => convolve(context, true),
  Add: combine('Add'),
  AddV2: combine('Add'),
  Sub: combine('Sub'),
  Mul: combine('Mul'),
  Maximum: combine('Max'),
  Minimum: combine('Min'),
  Relu: apply('Relu'),
  Mean: mean,
  Pad: pad,
  Reshape: reshape,
  MatMul: matrixProduct,
};
