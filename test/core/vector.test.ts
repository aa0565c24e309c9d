import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarityOf } from '../../src/core/similarity.ts';
import { parseVector, requireDimensions, vectorToText } from '../../src/core/vector.ts';

const MOST = 4096;

function parse(text: string): Float32Array {
  return parseVector({ name: 'it', text });
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const direction = fc
  .array(finite, { minLength: 1, maxLength: 20 })
  .filter((numbers) => numbers.some((number) => number !== 0));

describe('a raw vector', () => {
  it('is scaled to unit length and keeps its direction, however large or small its numbers', () => {
    fc.assert(
      fc.property(direction, (numbers) => {
        const vector = parse(numbers.join(','));
        expect(similarityOf(vector, vector)).toBeCloseTo(1, 6);
        const largest = Math.max(...numbers.map(Math.abs));
        const length = Math.hypot(...numbers.map((number) => number / largest));
        const expected = numbers.map((number) => number / largest / length);
        for (const [at, component] of vector.entries()) expect(component).toBeCloseTo(expected[at] ?? 9, 6);
      }),
    );
  });

  it('is the same float32 numbers again when it is written and read', () => {
    fc.assert(
      fc.property(direction, (numbers) => {
        const vector = parse(numbers.join(','));
        // The sign of a zero is lost.
        const withoutSign = vector.map((component) => component + 0);
        expect(parse(vectorToText(vector))).toEqual(withoutSign);
      }),
    );
  });

  it('is written with few digits', () => {
    expect(vectorToText(Float32Array.of(0.1, -0.6, 1, 0, 1e-20))).toBe('0.1,-0.6,1,0,1e-20');
  });

  it.each([
    ['3, 4', [0.6, 0.8]],
    ['+3,\t4.', [0.6, 0.8]],
    ['.3,4e-1', [0.6, 0.8]],
    ['-7', [-1]],
  ])('may be written as "%s"', (text, expected) => {
    expect(parse(text)).toEqual(Float32Array.from(expected));
  });

  it.each([
    ['', 'it is not a vector: number 1 is empty.'],
    ['1,,3', 'it is not a vector: number 2 is empty.'],
    ['1,2,', 'it is not a vector: number 3 is empty.'],
    ['1;2', 'it is not a vector: number 1, "1;2", is not a finite decimal number.'],
    ['1,0x10', 'it is not a vector: number 2, "0x10", is not a finite decimal number.'],
    ['1,1e999', 'it is not a vector: number 2, "1e999", is not a finite decimal number.'],
    ['Infinity', 'it is not a vector: number 1, "Infinity", is not a finite decimal number.'],
    [
      `1,${'9'.repeat(400)}`,
      `it is not a vector: number 2, "${'9'.repeat(20)}...", is not a finite decimal number.`,
    ],
    ['0,-0,0.0', 'it is not a vector: numbers 1 to 3 are all 0.'],
  ])('is refused as "%s", with the position of the fault', (text, sentence) => {
    expect(() => parse(text)).toThrow(sentence);
  });

  it('has 4096 numbers at most', () => {
    const text = (count: number) => Array.from({ length: count }, () => '1').join(',');
    expect(parse(text(MOST))).toHaveLength(MOST);
    expect(() => parse(text(MOST + 1))).toThrow('number 4097 is one too many, 4096 are the most');
    expect(() => parse(text(MOST * 100))).toThrow('number 4097 is one too many');
  });

  it('is refused where other dimensions are needed', () => {
    expect(requireDimensions(Float32Array.of(1, 0), 2, 'it')).toEqual(Float32Array.of(1, 0));
    expect(() => requireDimensions(Float32Array.of(1, 0), 3, 'it')).toThrow('number 3 is missing');
    expect(() => requireDimensions(Float32Array.of(1, 0), 1, 'it')).toThrow('number 2 is too many');
  });
});
