import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/core/geometry.ts';
import { namesOfFaces } from '../../src/core/name-faces.ts';

function square(left: number, top: number, side: number): Box {
  return { left, top, width: side, height: side };
}

describe('the names of faces', () => {
  it('are those of the rectangles around them, larger or smaller than the face', () => {
    const faces = [square(100, 100, 50), square(300, 100, 60), square(500, 100, 50)];
    const regions = [
      { name: 'Ben', box: square(270, 70, 120) },
      { name: 'Anna', box: square(115, 115, 10) },
    ];
    expect(namesOfFaces(faces, regions)).toEqual(['Anna', 'Ben', undefined]);
  });

  it('go to the nearest face where rectangles overlap, whatever their order', () => {
    const faces = [square(100, 100, 60), square(150, 100, 60)];
    const regions = [
      { name: 'Anna', box: square(80, 80, 100) },
      { name: 'Ben', box: square(130, 80, 100) },
    ];
    expect(namesOfFaces(faces, regions)).toEqual(['Anna', 'Ben']);
    expect(namesOfFaces(faces, regions.toReversed())).toEqual(['Anna', 'Ben']);
    expect(namesOfFaces(faces.toReversed(), regions)).toEqual(['Ben', 'Anna']);
  });

  it('are each used once, also when two forms of XMP say the same', () => {
    const faces = [square(100, 100, 50), square(140, 100, 50)];
    const twice = [1, 2].map(() => ({ name: 'Anna', box: square(95, 95, 60) }));
    expect(namesOfFaces(faces, twice)).toEqual(['Anna', undefined]);
  });

  it('are given by a point as well', () => {
    const point = { name: 'Anna', box: { left: 130, top: 120, width: 0, height: 0 } };
    expect(namesOfFaces([square(100, 100, 50)], [point])).toEqual(['Anna']);
    expect(namesOfFaces([square(200, 100, 50)], [point])).toEqual([undefined]);
  });
});
