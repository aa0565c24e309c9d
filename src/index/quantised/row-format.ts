import { crc32 } from 'node:zlib';

const CHECKSUM_AT = 0;
const SCALE_AT = 4;
const NUMBER_AT = 8;
const COMPONENTS_AT = 16;
const LARGEST = 127;

/** A face's template with 8 bits a component. */
export interface StoredRow {
  /** The row as it stands in the file. */
  readonly bytes: Uint8Array;
  /** The components as they are stored; times `scale` they are the template's. */
  readonly components: Int8Array;
  readonly scale: number;
}

/** A template and whose it is. */
export interface NumberedTemplate {
  readonly faceNumber: number;
  readonly template: Float32Array;
}

/** Bytes of a row in a file of 8-bit templates. */
export function rowBytesOf(dimensions: number): number {
  return COMPONENTS_AT + dimensions;
}

function largestOf(template: Float32Array): number {
  let largest = 0;
  for (const component of template) largest = Math.max(largest, Math.abs(component));
  return largest;
}

function checksumOf(row: Buffer, seed: number): number {
  return crc32(row.subarray(SCALE_AT), seed);
}

/**
 * Writes a face's template with 8 bits a component, so that its largest becomes 127.
 *
 * @param row `rowBytesOf` bytes
 * @param seed see `Family`
 */
export function writeRow(row: Buffer, { faceNumber, template }: NumberedTemplate, seed: number): void {
  const largest = largestOf(template);
  const factor = largest === 0 ? 0 : LARGEST / largest;
  for (let at = 0; at < template.length; at += 1) {
    row[COMPONENTS_AT + at] = Math.round((template[at] ?? 0) * factor);
  }
  row.writeDoubleLE(faceNumber, NUMBER_AT);
  row.writeFloatLE(largest / LARGEST, SCALE_AT);
  row.writeUInt32LE(checksumOf(row, seed), CHECKSUM_AT);
}

/**
 * @param seed see `Family`
 * @returns undefined when the bytes are damaged, another face's or another file's
 */
export function readRow(row: Buffer, faceNumber: number, seed: number): StoredRow | undefined {
  if (row.readDoubleLE(NUMBER_AT) !== faceNumber) return undefined;
  if (row.readUInt32LE(CHECKSUM_AT) !== checksumOf(row, seed)) return undefined;
  const components = new Int8Array(row.buffer, row.byteOffset + COMPONENTS_AT, row.length - COMPONENTS_AT);
  return { bytes: row, components, scale: row.readFloatLE(SCALE_AT) };
}

/** Whose a row is, of rows one after another in memory. */
export function numberOfRow(rows: DataView, rowAt: number): number {
  return rows.getFloat64(rowAt + NUMBER_AT, true);
}

/** Inner product of a vector with a stored template. */
export function similarityWith(
  { components, scale }: Pick<StoredRow, 'components' | 'scale'>,
  vector: Float32Array,
): number {
  let first = 0;
  let second = 0;
  const even = components.length & ~1;
  for (let at = 0; at < even; at += 2) {
    first += (components[at] ?? 0) * (vector[at] ?? 0);
    second += (components[at + 1] ?? 0) * (vector[at + 1] ?? 0);
  }
  if (even < components.length) first += (components[even] ?? 0) * (vector[even] ?? 0);
  return (first + second) * scale;
}

/** Writes the template of a row over `into`. */
export function writeTemplate(
  { components, scale }: Pick<StoredRow, 'components' | 'scale'>,
  into: Float32Array,
): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (components[at] ?? 0) * scale;
}
