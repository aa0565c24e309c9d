import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/vision/picture.ts';
import { rankByProminence } from '../../src/vision/rank-by-prominence.ts';

const PICTURE: Picture = { width: 400, height: 400, data: new Uint8Array(0) };

function face(centreX: number, centreY: number, sidePx: number) {
  const box = { left: centreX - sidePx / 2, top: centreY - sidePx / 2, width: sidePx, height: sidePx };
  return { box, confidence: 0.9 };
}

describe('ranking faces', () => {
  it('puts the larger face first', () => {
    const [small, large] = [face(150, 200, 50), face(250, 200, 80)];
    expect(rankByProminence([small, large], PICTURE)).toEqual([large, small]);
  });

  it('puts the one in the middle before a slightly larger one at the edge', () => {
    const [middle, edge] = [face(200, 200, 100), face(380, 60, 108)];
    expect(rankByProminence([edge, middle], PICTURE)).toEqual([middle, edge]);
  });

  it('puts a much larger one first wherever it is', () => {
    const [middle, edge] = [face(200, 200, 50), face(350, 350, 150)];
    expect(rankByProminence([middle, edge], PICTURE)).toEqual([edge, middle]);
  });
});
