import { describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';
import { quantizeGraph } from '../../src/vision/weights/quantization/quantize-graph.ts';
import { quantizeFilters } from '../../src/vision/weights/quantization/quantized-filters.ts';
import { byteScaleOf } from '../../src/vision/weights/quantization/value-range.ts';
import { valuesToQuantize } from '../../src/vision/weights/quantization/values-to-quantize.ts';
import { runGraph } from '../support/run-graph.ts';

const FILTERS = { shape: [2, 1, 1, 1], data: Float32Array.of(0.5, -2) };

/** One channel in, two out: half the input plus one, and minus twice the input, nothing below 0 and above 6. */
function smallNet() {
  const graph = new OnnxGraph();
  const input = graph.input('input', [1, 1, 2, 2]);
  const bias = graph.floats({ shape: [2], data: Float32Array.of(1, 0) });
  const sum = graph.operation('Conv', [input, graph.floats(FILTERS), bias], { kernel_shape: [1, 1] });
  const bounded = graph.operation('Clip', [sum, graph.scalar(0), graph.scalar(6)]);
  graph.output('result', bounded, [1, 2, 2, 2]);
  return { graph, input, sum, bounded };
}

describe('turning a net into 8 bits', () => {
  it('quantises what goes into a convolution and what its activation leaves, not what lies between', () => {
    const { graph, input, bounded } = smallNet();
    expect(valuesToQuantize(graph)).toEqual([input, bounded]);
  });

  it('answers as the floats do, to half a step of the ranges', async () => {
    const { graph, input, bounded } = smallNet();
    const quantized = quantizeGraph(graph, { [input]: [-4, 4], [bounded]: [0, 6] });
    const picture = [-4, -1, 0.3, 3.9];
    const floats = await runGraph(graph, picture, [1, 1, 2, 2]);
    const bytes = await runGraph(quantized, picture, [1, 1, 2, 2]);
    expect(floats).toEqual([0, 0.5, expect.closeTo(1.15, 5), expect.closeTo(2.95, 5), 6, 2, 0, 0]);
    for (const [index, value] of bytes.entries())
      expect(Math.abs(value - (floats[index] ?? 0))).toBeLessThan(0.08);
    expect(bytes).not.toEqual(floats);
  });

  it('leaves a graph without ranges as it is', async () => {
    const { graph } = smallNet();
    const same = quantizeGraph(graph, {});
    expect(await runGraph(same, [1, 2, 3, 4], [1, 1, 2, 2])).toEqual(
      await runGraph(graph, [1, 2, 3, 4], [1, 1, 2, 2]),
    );
  });
});

describe('the scale of a range', () => {
  it('keeps 0 exactly and both ends to a step', () => {
    const { scale, zeroPoint } = byteScaleOf([-1, 3]);
    expect((255 - zeroPoint) * scale).toBeCloseTo(3, 1);
    expect((0 - zeroPoint) * scale).toBeCloseTo(-1, 1);
    expect(Number.isInteger(zeroPoint)).toBe(true);
  });

  it('is stretched to hold 0', () => {
    expect(byteScaleOf([2, 4])).toEqual({ scale: Math.fround(4 / 255), zeroPoint: 0 });
  });

  it('refuses a range of nothing but 0', () => {
    expect(() => byteScaleOf([0, 0])).toThrow('range of one number');
  });
});

describe('filters in whole numbers', () => {
  it('use seven bits where channels are summed, so that 16 bits hold two products, and eight where not', () => {
    const summed = quantizeFilters({ shape: [1, 2, 1, 1], data: Float32Array.of(1, -0.2) });
    expect([...summed.data]).toEqual([63, -13]);
    expect(2 * 255 * Math.max(...summed.data)).toBeLessThan(2 ** 15);
    const single = quantizeFilters({ shape: [1, 1, 1, 2], data: Float32Array.of(1, -0.2) });
    expect([...single.data]).toEqual([127, -25]);
  });

  it('give each filter a scale of its own', () => {
    const { data, scales } = quantizeFilters({ shape: [2, 1, 1, 1], data: Float32Array.of(100, 0.001) });
    expect([...data].map((whole, filter) => whole * (scales[filter] ?? 0))).toEqual([
      expect.closeTo(100, 4),
      expect.closeTo(0.001, 8),
    ]);
  });
});
