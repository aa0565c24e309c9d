import { describe, expect, it } from 'vitest';
import { convertGraphModel } from '../../src/vision/weights/graph-model/convert-graph-model.ts';
import { readGraphModel } from '../../src/vision/weights/graph-model/graph-model.ts';
import type { Tensor } from '../../src/vision/weights/tensor.ts';
import type { Weights } from '../../src/vision/weights/weight-manifest.ts';
import { runGraph } from '../support/run-graph.ts';

const word = (text: string) => ({ s: Buffer.from(text).toString('base64') });
const list = (...numbers: readonly number[]) => ({ list: { i: numbers.map(String) } });

const PLACEHOLDER = {
  name: 'picture',
  op: 'Placeholder',
  attr: { shape: { shape: { dim: [-1, 2, 3, 2].map((size) => ({ size: String(size) })) } } },
};

function weightsOf(tensors: Readonly<Record<string, Tensor>>): Weights {
  const take = (name: string) => {
    const tensor = tensors[name];
    if (tensor === undefined) throw new RangeError(`no tensor ${name}`);
    return tensor;
  };
  return { names: Object.keys(tensors), take };
}

function convert(nodes: readonly unknown[], tensors: Readonly<Record<string, Tensor>>, dimensions: number) {
  const constants = Object.keys(tensors).map((name) => ({ name, op: 'Const' }));
  const model = readGraphModel({
    modelTopology: { node: [PLACEHOLDER, ...constants, ...nodes] },
    weightsManifest: [],
  });
  return convertGraphModel(model, weightsOf(tensors), { node: 'last', dimensions });
}

/** Two rows of three pixels of two channels; channels first: 1, 3, 5, 7, 9, 11 and 2, 4, 6, 8, 10, 12. */
const PLANES = [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12];

describe('converting a graph model of TF.js', () => {
  it('convolves: filters of height, width, channels in, channels out', async () => {
    const convolution = {
      name: 'last',
      op: 'Conv2D',
      input: ['picture', 'filters'],
      attr: { strides: list(1, 1, 1, 1), padding: word('VALID') },
    };
    const filters = { shape: [1, 1, 2, 1], data: Float32Array.of(10, 1) };
    const graph = convert([convolution], { filters }, 6);
    expect(await runGraph(graph, PLANES, [1, 2, 2, 3])).toEqual([12, 34, 56, 78, 100, 122]);
  });

  it('convolves each channel alone, and pads at the lower right as TensorFlow does', async () => {
    const convolution = {
      name: 'last',
      op: 'DepthwiseConv2dNative',
      input: ['picture', 'filters'],
      attr: { strides: list(1, 1, 1, 1), padding: word('SAME') },
    };
    const filters = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 1, 1, 1) };
    const graph = convert([convolution], { filters }, 12);
    expect(await runGraph(graph, PLANES, [1, 2, 2, 3])).toEqual([4, 8, 5, 16, 20, 11, 6, 10, 6, 18, 22, 12]);
  });

  it('takes the mean over height and width, whichever way the numbers lie', async () => {
    const mean = { name: 'last', op: 'Mean', input: ['picture', 'axes'], attr: { keep_dims: { b: false } } };
    const axes = { shape: [2], data: Float32Array.of(1, 2) };
    expect(await runGraph(convert([mean], { axes }, 2), PLANES, [1, 2, 2, 3])).toEqual([6, 7]);
  });

  it('adds a constant of one number a channel', async () => {
    const sum = { name: 'last', op: 'AddV2', input: ['picture', 'shift'] };
    const shift = { shape: [2], data: Float32Array.of(100, -1) };
    const added = await runGraph(convert([sum], { shift }, 12), PLANES, [1, 2, 2, 3]);
    expect(added).toEqual([101, 103, 105, 107, 109, 111, 1, 3, 5, 7, 9, 11]);
  });

  it('flattens in the order of TensorFlow before a product of matrices', async () => {
    const nodes = [
      { name: 'flat', op: 'Reshape', input: ['picture', 'shape'] },
      { name: 'last', op: 'MatMul', input: ['flat', 'matrix'] },
    ];
    const shape = { shape: [2], data: Float32Array.of(-1, 12) };
    const matrix = { shape: [12, 1], data: Float32Array.from({ length: 12 }, (_, index) => 2 ** index) };
    const expected = Array.from({ length: 12 }, (_, index) => (index + 1) * 2 ** index).reduce(
      (a, b) => a + b,
      0,
    );
    expect(await runGraph(convert(nodes, { shape, matrix }, 1), PLANES, [1, 2, 2, 3])).toEqual([expected]);
  });

  it('leaves out what does not lead to what is wanted, even if it cannot be converted', async () => {
    const nodes = [
      { name: 'age', op: 'Softmax', input: ['picture'] },
      { name: 'last', op: 'Relu', input: ['picture'] },
    ];
    expect(convert(nodes, {}, 12).nodes.map(({ type }) => type)).toEqual(['Relu', 'Identity']);
  });

  it('names an operation that it does not know', () => {
    const node = { name: 'last', op: 'ResizeBilinear', input: ['picture'] };
    expect(() => convert([node], {}, 1)).toThrow('ResizeBilinear of last');
  });
});
