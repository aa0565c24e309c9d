import { type GraphConstant, type GraphNode, OnnxGraph } from './onnx-graph.ts';
import type { Tensor } from './tensor.ts';

/** The floats of a constant. @throws TypeError when it holds something else */
export function floatsOf({ element, shape, bytes }: GraphConstant): Tensor {
  if (element !== 'float32') throw new TypeError(`a constant of ${element} is no constant of floats`);
  return { shape, data: new Float32Array(Uint8Array.from(bytes).buffer) };
}

/** Who takes each value of a graph. */
export function consumersOf(graph: OnnxGraph): ReadonlyMap<string, readonly GraphNode[]> {
  const consumers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const known = consumers.get(input);
      if (known === undefined) consumers.set(input, [node]);
      else known.push(node);
    }
  }
  return consumers;
}

/** A convolution with what is folded into it, and the value that the whole stands for. */
interface Folded {
  readonly filters: Tensor;
  readonly bias: Float32Array;
  readonly result: string;
}

/** Copies a graph, convolution by convolution. */
class Folder {
  readonly target = new OnnxGraph();
  readonly #source: OnnxGraph;
  readonly #consumers: ReadonlyMap<string, readonly GraphNode[]>;
  readonly #names = new Map<string, string>();
  readonly #done = new Set<GraphNode>();

  constructor(source: OnnxGraph) {
    this.#source = source;
    this.#consumers = consumersOf(source);
    for (const [name, shape] of source.inputs) this.#names.set(name, this.target.input(name, shape));
  }

  add(node: GraphNode): void {
    if (this.#done.has(node)) return;
    const shape = this.#source.outputs.get(node.result);
    if (shape !== undefined) this.target.output(node.result, this.#nameOf(node.inputs[0] ?? ''), shape);
    else if (node.type === 'Conv') this.#addConvolution(node);
    else this.#names.set(node.result, this.#copy(node));
  }

  #copy({ type, inputs, attributes }: GraphNode): string {
    return this.target.operation(
      type,
      inputs.map((input) => this.#nameOf(input)),
      attributes,
    );
  }

  #addConvolution(node: GraphNode): void {
    const { filters, bias, result } = this.#fold(node);
    const inputs = [
      this.#nameOf(node.inputs[0] ?? ''),
      this.target.floats(filters),
      this.target.floats({ shape: [bias.length], data: bias }),
    ];
    const name = this.target.operation('Conv', inputs, node.attributes);
    this.#names.set(result, name);
    const bounded = this.#boundedResult(result);
    if (bounded === undefined) return;
    const bounds = [this.target.scalar(0), this.target.scalar(bounded.most)];
    this.#names.set(bounded.result, this.target.operation('Clip', [name, ...bounds]));
  }

  /** Multiplications and additions of one number a channel go into the filters and the bias. */
  #fold(node: GraphNode): Folded {
    const filters = this.#constantOf(node.inputs[1]);
    if (filters === undefined) throw new RangeError('a convolution without constant filters');
    const channels = filters.shape[0] ?? 1;
    const bias = this.#constantOf(node.inputs[2])?.data ?? new Float32Array(channels);
    let result = node.result;
    for (let step = this.#stepAfter(result, channels); step; step = this.#stepAfter(result, channels)) {
      if (step.node.type === 'Mul') scaleFilters({ filters: filters.data, bias }, step.by);
      else step.by.forEach((shift, channel) => bias.set([(bias[channel] ?? 0) + shift], channel));
      this.#done.add(step.node);
      result = step.node.result;
    }
    return { filters, bias, result };
  }

  /** The next operation, if it multiplies by or adds a constant number for each channel, and nobody else needs the value. */
  #stepAfter(
    value: string,
    channels: number,
  ): { readonly node: GraphNode; readonly by: Float32Array } | undefined {
    const node = this.#soleConsumer(value);
    if (node?.type !== 'Mul' && node?.type !== 'Add') return undefined;
    const by = this.#constantOf(node.inputs[1])?.data;
    return by?.length === channels ? { node, by } : undefined;
  }

  /** ReLU6 as TensorFlow writes it: the larger of 0 and the smaller of 6 and the ReLU. */
  #boundedResult(value: string): { readonly result: string; readonly most: number } | undefined {
    const relu = this.#nextOfType(value, 'Relu');
    const smaller = relu && this.#nextOfType(relu.result, 'Min');
    const larger = smaller && this.#nextOfType(smaller.result, 'Max');
    if (larger === undefined) return undefined;
    const most = this.#numberOf(smaller?.inputs[1]);
    if (most === undefined || this.#numberOf(larger.inputs[1]) !== 0) return undefined;
    for (const node of [relu, smaller, larger]) if (node) this.#done.add(node);
    return { result: larger.result, most };
  }

  #nextOfType(value: string, type: string): GraphNode | undefined {
    const node = this.#soleConsumer(value);
    return node?.type === type ? node : undefined;
  }

  /** A constant of one number. */
  #numberOf(name: string | undefined): number | undefined {
    const constant = this.#constantOf(name);
    return constant?.data.length === 1 ? constant.data[0] : undefined;
  }

  #soleConsumer(value: string): GraphNode | undefined {
    const consumers = this.#consumers.get(value) ?? [];
    return consumers.length === 1 ? consumers[0] : undefined;
  }

  #constantOf(name: string | undefined): Tensor | undefined {
    const constant = name === undefined ? undefined : this.#source.constants.get(name);
    return constant?.element === 'float32' ? floatsOf(constant) : undefined;
  }

  #nameOf(value: string): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const constant = this.#source.constants.get(value);
    if (constant === undefined) throw new RangeError(`the graph has no value ${value}`);
    const name = this.target.constant(constant);
    this.#names.set(value, name);
    return name;
  }
}

/** Multiplies each filter and its bias by its number, in place. */
function scaleFilters(
  { filters, bias }: { readonly filters: Float32Array; readonly bias: Float32Array },
  factors: Float32Array,
): void {
  const size = filters.length / factors.length;
  for (let index = 0; index < filters.length; index += 1) {
    filters[index] = (filters[index] ?? 0) * (factors[Math.floor(index / size)] ?? 1);
  }
  for (let channel = 0; channel < factors.length; channel += 1) {
    bias[channel] = (bias[channel] ?? 0) * (factors[channel] ?? 1);
  }
}

/**
 * The same graph with each convolution's normalisation folded into its filters and bias, and with ReLU6 as one
 * operation: what a converter of trained graphs leaves apart.
 */
export function foldConvolutions(source: OnnxGraph): OnnxGraph {
  const folder = new Folder(source);
  for (const node of source.nodes) folder.add(node);
  return folder.target;
}
