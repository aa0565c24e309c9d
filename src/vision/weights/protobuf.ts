/**
 * The little of the Protocol Buffers wire format that writing an ONNX file takes
 * (https://protobuf.dev/programming-guides/encoding/).
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

function varint(value: number | bigint): Buffer {
  // Negative numbers are written as their 64-bit two's complement, ten bytes long.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

function tag(field: number, wireType: number): Buffer {
  return varint((field << 3) | wireType);
}

/** A whole number, -2^63 to 2^64 - 1. */
export function integerField(field: number, value: number | bigint): Buffer {
  return Buffer.concat([tag(field, VARINT), varint(value)]);
}

/** A string, bytes or a message that is already encoded. */
export function bytesField(field: number, content: string | Uint8Array): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([tag(field, LENGTH_DELIMITED), varint(bytes.byteLength), bytes]);
}

/** A message given by its fields. */
export function messageField(field: number, fields: readonly Uint8Array[]): Buffer {
  return bytesField(field, Buffer.concat(fields));
}
