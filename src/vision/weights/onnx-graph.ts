import { bytesField, integerField, messageField } from './protobuf.ts';
import type { Tensor } from './tensor.ts';

/** Field numbers and enumerations are those of onnx.proto3 (https://github.com/onnx/onnx). */
const OPSET = 17;
const IR_VERSION = 8;
const ELEMENT_FLOAT = 1;
const ELEMENT_INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

type Attribute = number | string | readonly number[];

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

/**
 * An ONNX model in the making: add constants and operations, name inputs and outputs, serialise.
 * The same calls in the same order give the same bytes.
 */
export class OnnxGraph {
  readonly #nodes: Buffer[] = [];
  readonly #constants: Buffer[] = [];
  readonly #inputs: Buffer[] = [];
  readonly #outputs: Buffer[] = [];

  #constant(shape: readonly number[], element: number, bytes: Uint8Array): string {
    const name = `constant_${this.#constants.length}`;
    const dimensions = shape.map((size) => integerField(1, size));
    const fields = [...dimensions, integerField(2, element), bytesField(8, name), bytesField(9, bytes)];
    this.#constants.push(Buffer.concat(fields));
    return name;
  }

  /** A constant of 32-bit floats; answers its name. */
  floats({ shape, data }: Tensor): string {
    return this.#constant(
      shape,
      ELEMENT_FLOAT,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
  }

  /** A constant single float; answers its name. */
  scalar(value: number): string {
    return this.floats({ shape: [], data: Float32Array.of(value) });
  }

  /** A constant list of 64-bit whole numbers; answers its name. */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant([values.length], ELEMENT_INT64, new Uint8Array(data.buffer));
  }

  /** An operation with one result; answers the result's name. */
  operation(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const result = `value_${this.#nodes.length}`;
    const fields = [
      ...inputs.map((input) => bytesField(1, input)),
      bytesField(2, result),
      bytesField(4, type),
    ];
    for (const [name, value] of Object.entries(attributes)) {
      fields.push(messageField(5, attributeFields(name, value)));
    }
    this.#nodes.push(Buffer.concat(fields));
    return result;
  }

  /** Names an input of the model. */
  input(name: string, shape: readonly Dimension[]): string {
    this.#inputs.push(Buffer.concat(valueFields(name, shape)));
    return name;
  }

  /** Gives a value of the graph to the caller under a name. */
  output(name: string, value: string, shape: readonly Dimension[]): void {
    this.#nodes.push(Buffer.concat([bytesField(1, value), bytesField(2, name), bytesField(4, 'Identity')]));
    this.#outputs.push(Buffer.concat(valueFields(name, shape)));
  }

  /** The ONNX file. */
  serialize(): Uint8Array {
    const graph = [
      ...this.#nodes.map((node) => bytesField(1, node)),
      bytesField(2, 'likeness'),
      ...this.#constants.map((constant) => bytesField(5, constant)),
      ...this.#inputs.map((input) => bytesField(11, input)),
      ...this.#outputs.map((output) => bytesField(12, output)),
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
