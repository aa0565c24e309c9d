import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';
import { integerField } from '../../src/vision/weights/protobuf.ts';

/** (x + constant), padded by a zero on the right. */
function smallModel(): Uint8Array {
  const graph = new OnnxGraph();
  const input = graph.input('input', ['rows', 3]);
  const constant = graph.floats({ shape: [3], data: Float32Array.of(10, 20, 30) });
  const sum = graph.operation('Add', [input, constant]);
  graph.output('result', graph.operation('Pad', [sum, graph.integers([0, 0, 0, 1])]), ['rows', 4]);
  return graph.serialize();
}

describe('an ONNX file of ours', () => {
  it('is understood by ONNX Runtime', async () => {
    const session = await InferenceSession.create(smallModel());
    const { result } = await session.run({ input: new Tensor('float32', [1, 2, 3, 4, 5, 6], [2, 3]) });
    expect(result?.dims).toEqual([2, 4]);
    expect(Object.values(result?.data ?? [])).toEqual([11, 22, 33, 0, 14, 25, 36, 0]);
    await session.release();
  });

  it('has the same bytes every time', () => {
    expect(smallModel()).toEqual(smallModel());
  });

  it('has whole numbers in as few bytes as they take, negative ones in ten', () => {
    expect([...integerField(1, 300)]).toEqual([0x08, 0xac, 0x02]);
    expect(integerField(1, -1)).toHaveLength(11);
  });
});
