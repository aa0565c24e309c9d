import { describe, expect, it } from 'vitest';
import { segmentDistancesOf } from '../../src/core/segment-distances.ts';
import { similarityOf } from '../../src/core/similarity.ts';

const PACK = {
  templateDimensions: 4,
  segments: [
    { name: 'first', start: 0, dimensions: 2, weight: 0.75 },
    { name: 'second', start: 2, dimensions: 2, weight: 0.25 },
  ],
};

/** Two unit vectors in the plane, each as long as the root of its weight. */
function template(firstDegrees: number, secondDegrees: number): Float32Array {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const part = (degrees: number, weight: number) => [
    Math.sqrt(weight) * Math.cos(radians(degrees)),
    Math.sqrt(weight) * Math.sin(radians(degrees)),
  ];
  return Float32Array.from([...part(firstDegrees, 0.75), ...part(secondDegrees, 0.25)]);
}

describe('the distances of segments', () => {
  it('are one less the cosine of each, whatever its weight', () => {
    const distances = segmentDistancesOf(PACK, template(0, 0), template(60, 90));
    expect(distances['first']).toBeCloseTo(0.5, 6);
    expect(distances['second']).toBeCloseTo(1, 6);
  });

  it('add up, by their weights, to one less the similarity of the templates', () => {
    const [one, other] = [template(10, 200), template(35, 320)];
    const { first = 0, second = 0 } = segmentDistancesOf(PACK, one, other);
    expect(0.75 * first + 0.25 * second).toBeCloseTo(1 - similarityOf(one, other), 6);
  });

  it('are 1 for a segment that is all zero, as it may be in a raw vector', () => {
    const distances = segmentDistancesOf(PACK, Float32Array.of(1, 0, 0, 0), Float32Array.of(0.6, 0, 0.8, 0));
    expect(distances).toEqual({ first: 0, second: 1 });
  });

  it('do not exist for a template of another pack', () => {
    expect(() => segmentDistancesOf(PACK, template(0, 0), Float32Array.of(1, 0))).toThrow('not of this pack');
  });
});
