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
    for (let next = this.#soleConsumer(result); next !== undefined; next = this.#soleConsumer(result)) {
      const change = this.#constantOf(next.inputs[1]);
      if (change?.data.length !== channels || (next.type !== 'Mul' && next.type !== 'Add')) break;
      if (next.type === 'Mul') scaleFilters(filters.data, change.data);
      for (let channel = 0; channel < channels; channel += 1) {
        const by = change.data[channel] ?? 0;
        bias[channel] = next.type === 'Mul' ? (bias[channel] ?? 0) * by : (bias[channel] ?? 0) + by;
      }
      this.#done.add(next);
      result = next.result;
    }
    return { filters, bias, result };
  }

  /** ReLU6 as TensorFlow writes it: the larger of 0 and the smaller of 6 and the ReLU. */
  #boundedResult(value: string): { readonly result: string; readonly most: number } | undefined {
    const relu = this.#soleConsumer(value);
    const smaller = relu?.type === 'Relu' ? this.#soleConsumer(relu.result) : undefined;
    const larger = smaller?.type === 'Min' ? this.#soleConsumer(smaller.result) : undefined;
    const most = this.#constantOf(smaller?.inputs[1]);
    const least = this.#constantOf(larger?.inputs[1]);
    if (relu === undefined || smaller === undefined || larger?.type !== 'Max') return undefined;
    if (most?.data.length !== 1 || least?.data.length !== 1 || least.data[0] !== 0) return undefined;
    for (const node of [relu, smaller, larger]) this.#done.add(node);
    return { result: larger.result, most: most.data[0] ?? 0 };
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

/** Multiplies each filter by its number, in place. */
function scaleFilters(filters: Float32Array, factors: Float32Array): void {
  const size = filters.length / factors.length;
  for (let index = 0; index < filters.length; index += 1) {
    filters[index] = (filters[index] ?? 0) * (factors[Math.floor(index / size)] ?? 1);
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
