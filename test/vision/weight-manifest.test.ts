import { describe, expect, it } from 'vitest';
import { permute } from '../../src/vision/weights/tensor.ts';
import { halfToNumber, readWeights } from '../../src/vision/weights/weight-manifest.ts';

function manifestOf(...weights: unknown[]) {
  return [{ paths: ['weights.bin'], weights }];
}

function read(manifest: unknown, bytes: Uint8Array) {
  return readWeights(manifest, new Map([['weights.bin', bytes]]));
}

describe('reading weights', () => {
  it('reads floats and tensors that follow one another', () => {
    const bytes = new Uint8Array(Float32Array.of(1.5, -2, 0.25).buffer);
    const weights = read(
      manifestOf(
        { name: 'first', shape: [2], dtype: 'float32' },
        { name: 'second', shape: [], dtype: 'float32' },
      ),
      bytes,
    );
    expect([...weights.take('first').data]).toEqual([1.5, -2]);
    expect(weights.take('second')).toEqual({ shape: [], data: Float32Array.of(0.25) });
  });

  it('widens 8-bit and 16-bit numbers by scale and minimum', () => {
    const quantization = (dtype: string) => ({ dtype, scale: 0.5, min: -1 });
    const weights = read(
      manifestOf(
        { name: 'eight', shape: [2], dtype: 'float32', quantization: quantization('uint8') },
        { name: 'sixteen', shape: [1], dtype: 'float32', quantization: quantization('uint16') },
      ),
      Uint8Array.of(0, 255, 0x10, 0x27),
    );
    expect([...weights.take('eight').data]).toEqual([-1, 126.5]);
    expect([...weights.take('sixteen').data]).toEqual([10_000 * 0.5 - 1]);
  });

  it('reads half precision: whole, subnormal, negative, infinite and not a number', () => {
    expect([0x3c00, 0xc000, 0x3555].map(halfToNumber)).toEqual([1, -2, expect.closeTo(1 / 3, 3)]);
    expect(halfToNumber(0x0001)).toBe(2 ** -24);
    expect(halfToNumber(0xfc00)).toBe(-Infinity);
    expect(halfToNumber(0x7e00)).toBeNaN();
  });

  it('refuses files that are too short or too long, and names what is missing', () => {
    const manifest = manifestOf({ name: 'wide', shape: [4], dtype: 'float32' });
    expect(() => read(manifest, new Uint8Array(15))).toThrow('wide');
    expect(() => read(manifest, new Uint8Array(17))).toThrow('1 bytes are left over');
    expect(() => readWeights(manifest, new Map())).toThrow('weights.bin');
    expect(() => read(manifest, new Uint8Array(16)).take('narrow')).toThrow('narrow');
  });

  it('refuses a manifest with numbers of a kind that it does not know', () => {
    expect(() => read(manifestOf({ name: 'odd', shape: [1], dtype: 'bool' }), new Uint8Array(1))).toThrow(
      'dtype',
    );
  });
});

describe('permuting a tensor', () => {
  const tensor = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };

  it('moves the axes', () => {
    expect(permute(tensor, [1, 0])).toEqual({ shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });

  it('refuses an order that is not one', () => {
    expect(() => permute(tensor, [0, 0])).toThrow(RangeError);
    expect(() => permute(tensor, [0])).toThrow(RangeError);
  });
});
