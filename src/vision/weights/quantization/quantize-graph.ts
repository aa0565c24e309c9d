import { floatsOf } from '../fold-convolutions.ts';
import { type GraphNode, OnnxGraph } from '../onnx-graph.ts';
import { quantizeFilters } from './quantized-filters.ts';
import { type ByteScale, byteScaleOf, type ValueRanges } from './value-range.ts';

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Rewrites one graph into another, value by value. */
class Quantizer {
  readonly target = new OnnxGraph();
  readonly #source: OnnxGraph;
  readonly #ranges: ValueRanges;
  /** What a value or constant of the source is called in the target. */
  readonly #names = new Map<string, string>();
  /** The scales of values that are bytes in the target. */
  readonly #scales = new Map<string, ByteScale>();

  constructor(source: OnnxGraph, ranges: ValueRanges) {
    this.#source = source;
    this.#ranges = ranges;
    for (const [name, shape] of source.inputs) this.#names.set(name, this.target.input(name, shape));
  }

  add(node: GraphNode): void {
    const { type, inputs, result, attributes } = node;
    const shape = this.#source.outputs.get(result);
    if (shape !== undefined) {
      this.target.output(result, this.#nameOf(inputs[0] ?? ''), shape);
      return;
    }
    const names = this.#quantizedInputs(node) ?? inputs.map((input) => this.#nameOf(input));
    this.#define(result, this.target.operation(type, names, attributes));
  }

  /** A value with a range goes through bytes; whoever takes it gets what is left of it. */
  #define(value: string, name: string): void {
    const range = this.#ranges[value];
    if (range === undefined) {
      this.#names.set(value, name);
      return;
    }
    const byteScale = byteScaleOf(range);
    this.#scales.set(value, byteScale);
    const parameters = this.#parametersOf(byteScale);
    const bytes = this.target.operation('QuantizeLinear', [name, ...parameters]);
    this.#names.set(value, this.target.operation('DequantizeLinear', [bytes, ...parameters]));
  }

  #parametersOf({ scale, zeroPoint }: ByteScale): string[] {
    const zero = { shape: [], element: 'uint8', bytes: Uint8Array.of(zeroPoint) } as const;
    return [this.target.scalar(scale), this.target.constant(zero)];
  }

  /** Inputs of a convolution whose picture is in bytes; undefined for whatever stays in floats. */
  #quantizedInputs({ type, inputs: [picture = '', filters = '', bias] }: GraphNode): string[] | undefined {
    const scale = this.#scales.get(picture);
    const constant = this.#source.constants.get(filters);
    const summed = bias === undefined ? undefined : this.#source.constants.get(bias);
    if (type !== 'Conv' || scale === undefined || constant === undefined) return undefined;
    const quantized = quantizeFilters(floatsOf(constant));
    const scales = this.#listOf(quantized.scales);
    const weights = this.#dequantized('int8', quantized.shape, quantized.data, scales);
    if (summed === undefined) return [this.#nameOf(picture), weights];
    const biasScales = quantized.scales.map((each) => each * scale.scale);
    const whole = Int32Array.from(floatsOf(summed).data, (value, filter) =>
      Math.round(value / (biasScales[filter] ?? 1)),
    );
    const shift = this.#dequantized('int32', [whole.length], whole, this.#listOf(biasScales));
    return [this.#nameOf(picture), weights, shift];
  }

  #listOf(data: Float32Array): string {
    return this.target.floats({ shape: [data.length], data });
  }

  #dequantized(
    element: 'int8' | 'int32',
    shape: readonly number[],
    data: Int8Array | Int32Array,
    scales: string,
  ): string {
    const constant = this.target.constant({ shape, element, bytes: bytesOf(data) });
    return this.target.operation('DequantizeLinear', [constant, scales], { axis: 0 });
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

/**
 * The same graph with the given values, and the filters of the convolutions that take them, in 8 bits: two to three
 * times as fast on a processor with 8-bit dot products, with nearly the same answers. Static quantisation, asymmetric
 * for values and symmetric a filter for weights, as ONNX Runtime's documentation of quantisation describes it.
 *
 * @param ranges of the values that shall be bytes; all others stay floats
 */
export function quantizeGraph(source: OnnxGraph, ranges: ValueRanges): OnnxGraph {
  const quantizer = new Quantizer(source, ranges);
  for (const node of source.nodes) quantizer.add(node);
  return quantizer.target;
}
