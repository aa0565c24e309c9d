import { Fault } from './fault.ts';

/** Most numbers of a raw vector. */
export const VECTOR_LIMIT_NUMBERS = 4096;

/** What JavaScript would read as a number beyond decimal ones, such as `0x10`, has other characters. */
const DECIMAL_CHARACTERS = /^[\d\s.,e+-]*$/i;

/** The digits after which a float32 is read back as itself. */
const ENOUGH_DIGITS = 9;
/** What rounding to float32 makes of unit length, and some more. */
const UNIT_TOLERANCE = 1e-6;

const LONGEST_QUOTE_CHARACTERS = 20;

/** A raw vector as it was sent, and how it is called in a fault, such as `vectors[3].vectorString`. */
export interface VectorText {
  readonly name: string;
  /** Decimal numbers with commas between them; white space around each is allowed. */
  readonly text: string;
}

function problemAt(position: number, part: string): string {
  if (part === '') return `number ${position} is empty`;
  const quote =
    part.length > LONGEST_QUOTE_CHARACTERS ? `${part.slice(0, LONGEST_QUOTE_CHARACTERS)}...` : part;
  return `number ${position}, "${quote}", is not a finite decimal number`;
}

function numbersOf({ name, text }: VectorText): number[] {
  const parts = text.split(',', VECTOR_LIMIT_NUMBERS + 1);
  if (parts.length > VECTOR_LIMIT_NUMBERS) {
    const problem = `number ${parts.length} is one too many, ${VECTOR_LIMIT_NUMBERS} are the most`;
    throw new Fault('vector_invalid', { details: { vector: name, problem } });
  }
  const isDecimal = DECIMAL_CHARACTERS.test(text);
  return parts.map((part, index) => {
    const value = isDecimal || DECIMAL_CHARACTERS.test(part) ? Number(part) : Number.NaN;
    if (Number.isFinite(value) && (value !== 0 || part.trim() !== '')) return value;
    const problem = problemAt(index + 1, part.trim());
    throw new Fault('vector_invalid', { details: { vector: name, problem } });
  });
}

/**
 * Reads a vector of 1 to 4096 numbers and scales it to unit length; one that has it already, but for what float32 cannot
 * tell, stays as it is.
 *
 * @throws Fault `vector_invalid`, with the position (from 1) of the number that is wrong
 */
export function parseVector(vector: VectorText): Float32Array {
  const numbers = numbersOf(vector);
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  if (largest === 0) {
    const problem = numbers.length === 1 ? 'number 1 is 0' : `numbers 1 to ${numbers.length} are all 0`;
    throw new Fault('vector_invalid', { details: { vector: vector.name, problem } });
  }
  // By the largest first: squares of very large or very small numbers are no numbers any more.
  const scaled = numbers.map((number) => number / largest);
  const length = Math.sqrt(scaled.reduce((sum, number) => sum + number * number, 0));
  const isUnit = Math.abs(length * largest - 1) < UNIT_TOLERANCE;
  return isUnit ? Float32Array.from(numbers) : Float32Array.from(scaled, (number) => number / length);
}

/** The same vector, if it has so many numbers. @throws Fault `vector_dimensions_differ` */
export function requireDimensions(vector: Float32Array, expected: number, name: string): Float32Array {
  const dimensions = vector.length;
  if (dimensions === expected) return vector;
  const problem =
    dimensions < expected ? `number ${dimensions + 1} is missing` : `number ${expected + 1} is too many`;
  throw new Fault('vector_dimensions_differ', { details: { vector: name, dimensions, expected, problem } });
}

function shortest(component: number): string {
  for (let digits = 1; digits < ENOUGH_DIGITS; digits += 1) {
    const text = String(Number(component.toPrecision(digits)));
    if (Math.fround(Number(text)) === component) return text;
  }
  return String(Number(component.toPrecision(ENOUGH_DIGITS)));
}

/** Decimal numbers with commas between them, as few digits as give the same float32 again. */
export function vectorToText(vector: Float32Array): string {
  return Array.from(vector, shortest).join(',');
}
