import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OnnxGraph } from '../../src/vision/weights/onnx-graph.ts';

/** What a graph with one input and one output answers to an input. */
export async function runGraph(
  graph: OnnxGraph,
  input: readonly number[],
  shape: readonly number[],
): Promise<number[]> {
  const session = await InferenceSession.create(graph.serialize(), { logSeverityLevel: 3 });
  const [name = ''] = session.outputNames;
  const results = await session.run({ input: new Tensor('float32', Float32Array.from(input), shape) });
  await session.release();
  const data = results[name]?.data;
  if (!(data instanceof Float32Array)) throw new TypeError('the graph did not answer floats');
  return [...data];
}
