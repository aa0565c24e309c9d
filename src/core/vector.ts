import { Fault } from './fault.ts';

/** Most numbers of a raw vector. */
export const VECTOR_LIMIT_NUMBERS = 4096;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What JSON allows beyond decimal numbers has other characters. */
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

/** Longer ones are looked at piece by piece, so that no text costs more than the numbers that it may have. */
const MOST_PARSED_CHARACTERS = 200_000;

function areFiniteNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((number) => Number.isFinite(number));
}

/** The numbers of nearly every text in half the time; undefined when it has to be looked at piece by piece. */
function numbersOfJson(text: string): number[] | undefined {
  if (text.length > MOST_PARSED_CHARACTERS || !DECIMAL_CHARACTERS.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(`[${text}]`);
    const isVector = areFiniteNumbers(value) && value.length > 0 && value.length <= VECTOR_LIMIT_NUMBERS;
    return isVector ? value : undefined;
  } catch {
    return undefined;
  }
}

function numbersOfParts({ name, text }: VectorText): number[] {
  const parts = text.split(',', VECTOR_LIMIT_NUMBERS + 1);
  if (parts.length > VECTOR_LIMIT_NUMBERS) {
    const problem = `number ${parts.length} is one too many, ${VECTOR_LIMIT_NUMBERS} are the most`;
    throw new Fault('vector_invalid', { details: { vector: name, problem } });
  }
  return parts.map((untrimmed, index) => {
    const part = untrimmed.trim();
    const value = NUMBER.test(part) ? Number(part) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw new Fault('vector_invalid', { details: { vector: name, problem: problemAt(index + 1, part) } });
  });
}

/**
 * Reads a vector of 1 to 4096 numbers and scales it to unit length; one that has it already, but for what float32 cannot
 * tell, stays as it is.
 *
 * @throws Fault `vector_invalid`, with the position (from 1) of the number that is wrong
 */
export function parseVector(vector: VectorText): Float32Array {
  const numbers = numbersOfJson(vector.text) ?? numbersOfParts(vector);
  let largest = 0;
  for (const number of numbers) largest = Math.max(largest, Math.abs(number));
  if (largest === 0) {
    const problem = numbers.length === 1 ? 'number 1 is 0' : `numbers 1 to ${numbers.length} are all 0`;
    throw new Fault('vector_invalid', { details: { vector: vector.name, problem } });
  }
  // By the largest first: squares of very large or very small numbers are no numbers any more.
  let sumOfSquares = 0;
  for (const number of numbers) sumOfSquares += (number / largest) ** 2;
  const length = Math.sqrt(sumOfSquares);
  const isUnit = Math.abs(length * largest - 1) < UNIT_TOLERANCE;
  return new Float32Array(isUnit ? numbers : numbers.map((number) => number / largest / length));
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
