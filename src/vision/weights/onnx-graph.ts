import { bytesField, integerField, messageField } from './protobuf.ts';
import type { Tensor } from './tensor.ts';

/** Field numbers and enumerations are those of onnx.proto3 (https://github.com/onnx/onnx). */
const OPSET = 17;
const IR_VERSION = 8;
const ELEMENT_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

export type Attribute = number | string | readonly number[];

/** A name stands for a size that is only known when the model runs. */
export type Dimension = number | string;

function attributeFields(name: string, value: Attribute): Buffer[] {
  const fields = [bytesField(1, name)];
  if (typeof value === 'number') fields.push(integerField(3, value), integerField(20, ATTRIBUTE_INT));
  else if (typeof value === 'string') fields.push(bytesField(4, value), integerField(20, ATTRIBUTE_STRING));
  else fields.push(...value.map((whole) => integerField(8, whole)), integerField(20, ATTRIBUTE_INTS));
  return fields;
}

function valueFields(name: string, shape: readonly Dimension[]): Buffer[] {
  const dimensions = shape.map((size) =>
    messageField(1, [typeof size === 'number' ? integerField(1, size) : bytesField(2, size)]),
  );
  const tensorType = messageField(1, [integerField(1, ELEMENT_FLOAT), messageField(2, dimensions)]);
  return [bytesField(1, name), messageField(2, [tensorType])];
}

/** One operation of a graph. */
export interface GraphNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly result: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Element types of constants, by what our code calls them. */
const ELEMENTS = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;

/** A constant of a graph; its bytes are little endian. */
export interface GraphConstant {
  readonly shape: readonly number[];
  readonly element: keyof typeof ELEMENTS;
  readonly bytes: Uint8Array;
}

function nodeFields({ type, inputs, result, attributes }: GraphNode): Buffer[] {
  return [
    ...inputs.map((input) => bytesField(1, input)),
    bytesField(2, result),
    bytesField(4, type),
    ...Object.entries(attributes).map(([name, value]) => messageField(5, attributeFields(name, value))),
  ];
}

function constantFields(name: string, { shape, element, bytes }: GraphConstant): Buffer[] {
  const dimensions = shape.map((size) => integerField(1, size));
  return [...dimensions, integerField(2, ELEMENTS[element]), bytesField(8, name), bytesField(9, bytes)];
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * An ONNX model in the making: add constants and operations, name inputs and outputs, serialise.
 * The same calls in the same order give the same bytes.
 */
export class OnnxGraph {
  readonly #nodes: GraphNode[] = [];
  readonly #constants = new Map<string, GraphConstant>();
  readonly #inputs = new Map<string, readonly Dimension[]>();
  readonly #outputs = new Map<string, readonly Dimension[]>();

  /** Every operation, each after those whose results it takes. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  get constants(): ReadonlyMap<string, GraphConstant> {
    return this.#constants;
  }

  get inputs(): ReadonlyMap<string, readonly Dimension[]> {
    return this.#inputs;
  }

  get outputs(): ReadonlyMap<string, readonly Dimension[]> {
    return this.#outputs;
  }

  /** Adds a constant; answers its name. */
  constant(constant: GraphConstant): string {
    const name = `constant_${this.#constants.size}`;
    this.#constants.set(name, constant);
    return name;
  }

  /** A constant of 32-bit floats; answers its name. */
  floats({ shape, data }: Tensor): string {
    return this.constant({ shape, element: 'float32', bytes: bytesOf(data) });
  }

  /** A constant single float; answers its name. */
  scalar(value: number): string {
    return this.floats({ shape: [], data: Float32Array.of(value) });
  }

  /** A constant list of 64-bit whole numbers; answers its name. */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.constant({ shape: [values.length], element: 'int64', bytes: bytesOf(data) });
  }

  /** An operation with one result; answers the result's name. */
  operation(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const result = `value_${this.#nodes.length}`;
    this.#nodes.push({ type, inputs, result, attributes });
    return result;
  }

  /** Names an input of the model. */
  input(name: string, shape: readonly Dimension[]): string {
    this.#inputs.set(name, shape);
    return name;
  }

  /** Gives a value of the graph to the caller under a name. */
  output(name: string, value: string, shape: readonly Dimension[]): void {
    this.#nodes.push({ type: 'Identity', inputs: [value], result: name, attributes: {} });
    this.#outputs.set(name, shape);
  }

  /** The ONNX file. */
  serialize(): Uint8Array {
    const graph = [
      ...this.#nodes.map((node) => messageField(1, nodeFields(node))),
      bytesField(2, 'likeness'),
      ...[...this.#constants].map(([name, constant]) => messageField(5, constantFields(name, constant))),
      ...[...this.#inputs].map(([name, shape]) => messageField(11, valueFields(name, shape))),
      ...[...this.#outputs].map(([name, shape]) => messageField(12, valueFields(name, shape))),
    ];
    const opset = [bytesField(1, ''), integerField(2, OPSET)];
    return Buffer.concat([
      integerField(1, IR_VERSION),
      bytesField(2, 'likeness'),
      messageField(7, graph),
      messageField(8, opset),
    ]);
  }
}
