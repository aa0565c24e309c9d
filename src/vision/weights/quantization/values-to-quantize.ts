import { consumersOf } from '../fold-convolutions.ts';
import type { GraphNode, OnnxGraph } from '../onnx-graph.ts';

const ACTIVATIONS: ReadonlySet<string> = new Set(['Relu', 'Clip']);
/** Operations beside convolutions that work on bytes as well. */
const BYTE_OPERATIONS: ReadonlySet<string> = new Set(['Add', 'AveragePool', 'MaxPool', 'Pad']);

type Consumers = ReadonlyMap<string, readonly GraphNode[]>;

/** Whether a value only waits for its activation, behind which it is quantised. */
function isFollowedByActivation(consumers: Consumers, value: string): boolean {
  const takers = consumers.get(value) ?? [];
  return takers.length === 1 && takers.every(({ type }) => ACTIVATIONS.has(type));
}

/** Whether a convolution's answer is worked on further in bytes; that of a predicting layer is not. */
function staysInBytes(consumers: Consumers, value: string): boolean {
  return (consumers.get(value) ?? []).some(({ type }) => type === 'Conv' || BYTE_OPERATIONS.has(type));
}

/**
 * The values of a graph that are worth being bytes: what goes into convolutions and what lies between them. The
 * answers of layers that predict stay floats, because they are read as numbers.
 */
export function valuesToQuantize(graph: OnnxGraph): readonly string[] {
  const consumers = consumersOf(graph);
  const chosen = new Set<string>();
  for (const { type, inputs, result } of graph.nodes) {
    if (ACTIVATIONS.has(type)) chosen.add(result);
    if (type === 'Conv') chosen.add(inputs[0] ?? '');
    if (type !== 'Conv' && !BYTE_OPERATIONS.has(type)) continue;
    if (!isFollowedByActivation(consumers, result) && staysInBytes(consumers, result)) chosen.add(result);
  }
  return [...chosen];
}
