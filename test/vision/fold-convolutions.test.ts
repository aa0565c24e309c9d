import { describe, expect, it } from 'vitest';
import { foldConvolutions } from '../../src/vision/weights/fold-convolutions.ts';
import { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';
import { runGraph } from '../support/run-graph.ts';

/** A convolution, a normalisation of two steps, and a ReLU6 of three, as a converter leaves them. */
function unfolded(): OnnxGraph {
  const graph = new OnnxGraph();
  const input = graph.input('input', [1, 2, 1, 3]);
  const filters = graph.floats({ shape: [2, 2, 1, 1], data: Float32Array.of(1, 2, -1, 0.5) });
  const perChannel = (first: number, second: number) =>
    graph.floats({ shape: [1, 2, 1, 1], data: Float32Array.of(first, second) });
  let value = graph.operation('Conv', [input, filters], { kernel_shape: [1, 1] });
  value = graph.operation('Mul', [value, perChannel(3, -2)]);
  value = graph.operation('Add', [value, perChannel(-1, 4)]);
  value = graph.operation('Relu', [value]);
  value = graph.operation('Min', [value, graph.scalar(6)]);
  value = graph.operation('Max', [value, graph.scalar(0)]);
  graph.output('result', value, [1, 2, 1, 3]);
  return graph;
}

const INPUT = [1, -2, 0.5, 0, 1, -0.25];

describe('folding normalisations into convolutions', () => {
  it('leaves one convolution and one bound, which answer the same', async () => {
    const folded = foldConvolutions(unfolded());
    expect(folded.nodes.map(({ type }) => type)).toEqual(['Conv', 'Clip', 'Identity']);
    const [before, after] = [unfolded(), folded].map((graph) => runGraph(graph, INPUT, [1, 2, 1, 3]));
    const expected = (await before) ?? [];
    for (const [index, value] of ((await after) ?? []).entries())
      expect(value).toBeCloseTo(expected[index] ?? 0, 5);
    expect(expected).toEqual([2, 0, 0, 6, 0, expect.closeTo(5.25, 5)]);
  });

  it('folds nothing that somebody else still needs', async () => {
    const graph = new OnnxGraph();
    const input = graph.input('input', [1, 1, 1, 2]);
    const filters = graph.floats({ shape: [1, 1, 1, 1], data: Float32Array.of(2) });
    const raw = graph.operation('Conv', [input, filters], { kernel_shape: [1, 1] });
    const scaled = graph.operation('Mul', [
      raw,
      graph.floats({ shape: [1, 1, 1, 1], data: Float32Array.of(10) }),
    ]);
    graph.output('result', graph.operation('Add', [raw, scaled]), [1, 1, 1, 2]);
    expect(await runGraph(foldConvolutions(graph), [1, 3], [1, 1, 1, 2])).toEqual([22, 66]);
  });
});
