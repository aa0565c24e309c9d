import { z } from 'zod';
import { elementCount, type Tensor } from './tensor.ts';

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .union([
      z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
      z.object({ dtype: z.literal('float16') }),
    ])
    .optional(),
});

const manifestSchema = z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }));

type Weight = z.output<typeof weightSchema>;

/** Reads one number of a tensor; `at` is its place in bytes. */
interface Element {
  readonly bytes: number;
  read(source: DataView, at: number): number;
}

/** IEEE 754 half precision, subnormal numbers included. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function plainElement(dtype: Weight['dtype']): Element {
  return dtype === 'float32'
    ? { bytes: 4, read: (source, at) => source.getFloat32(at, true) }
    : { bytes: 4, read: (source, at) => source.getInt32(at, true) };
}

function elementOf({ dtype, quantization }: Weight): Element {
  if (quantization === undefined) return plainElement(dtype);
  if (quantization.dtype === 'float16') {
    return { bytes: 2, read: (source, at) => halfToNumber(source.getUint16(at, true)) };
  }
  const { scale, min } = quantization;
  const whole = dtype === 'int32' ? Math.trunc : (value: number) => value;
  return quantization.dtype === 'uint8'
    ? { bytes: 1, read: (source, at) => whole(source.getUint8(at) * scale + min) }
    : { bytes: 2, read: (source, at) => whole(source.getUint16(at, true) * scale + min) };
}

const EVERY_BYTE = new DataView(Uint8Array.from({ length: 256 }, (_, byte) => byte).buffer);

/** Numbers of one byte, of which there are millions, by a table of all that there can be. */
function readBytes(element: Element, bytes: Uint8Array, data: Float32Array): void {
  const numbers = Float32Array.from({ length: 256 }, (_, byte) => element.read(EVERY_BYTE, byte));
  for (let index = 0; index < data.length; index += 1) data[index] = numbers[bytes[index] ?? 0] ?? 0;
}

function readTensor(weight: Weight, source: DataView, offset: number): { tensor: Tensor; end: number } {
  const element = elementOf(weight);
  const data = new Float32Array(elementCount(weight.shape));
  const end = offset + data.length * element.bytes;
  if (end > source.byteLength) throw new RangeError(`the weights end within ${weight.name}`);
  if (element.bytes === 1) {
    readBytes(element, new Uint8Array(source.buffer, source.byteOffset + offset, data.length), data);
  } else {
    for (let index = 0; index < data.length; index += 1) {
      data[index] = element.read(source, offset + index * element.bytes);
    }
  }
  return { tensor: { shape: weight.shape, data }, end };
}

/** Tensors by name; `take` throws a RangeError that names what is missing. */
export interface Weights {
  readonly names: readonly string[];
  take(name: string): Tensor;
}

/**
 * Reads the weights of a TF.js manifest: tensors follow one another without gaps, whole or quantised
 * (uint8 and uint16 with scale and minimum, float16).
 *
 * @param manifest the parsed JSON of the weights manifest
 * @param files contents of the files that it names, by name
 * @throws ZodError when the manifest is not one; RangeError when bytes are missing or left over
 */
export function readWeights(manifest: unknown, files: ReadonlyMap<string, Uint8Array>): Weights {
  const tensors = new Map<string, Tensor>();
  for (const group of manifestSchema.parse(manifest)) {
    const bytes = Buffer.concat(group.paths.map((path) => fileOf(files, path)));
    const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = 0;
    for (const weight of group.weights) {
      const { tensor, end } = readTensor(weight, source, offset);
      tensors.set(weight.name, tensor);
      offset = end;
    }
    if (offset !== bytes.byteLength) throw new RangeError(`${bytes.byteLength - offset} bytes are left over`);
  }
  return { names: [...tensors.keys()], take: (name) => required(tensors, name) };
}

function fileOf(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new RangeError(`the weights file ${path} is missing`);
  return bytes;
}

function required(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new RangeError(`the weights have no tensor ${name}`);
  return tensor;
}
