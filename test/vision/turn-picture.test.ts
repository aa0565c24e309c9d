import { describe, expect, it } from 'vitest';
import { type QuarterTurns, turnFaceBack, turnPicture } from '../../src/vision/finding/turn-picture.ts';

const TURNS: readonly QuarterTurns[] = [1, 2, 3];

/** Three pixels wide, two high, all different. */
const PICTURE = {
  width: 3,
  height: 2,
  data: Uint8Array.from({ length: 18 }, (_, index) => Math.floor(index / 3)),
};

function levels({ data }: { readonly data: Uint8Array }): number[] {
  return [...data].filter((_, index) => index % 3 === 0);
}

describe('turning a picture by a quarter', () => {
  it('brings the left column to the top, upwards first', () => {
    const turned = turnPicture(PICTURE, 1);
    expect([turned.width, turned.height]).toEqual([2, 3]);
    expect(levels(turned)).toEqual([3, 0, 4, 1, 5, 2]);
  });

  it('four times leaves it as it was, and so do a turn and its opposite', () => {
    let picture = turnPicture(PICTURE, 1);
    for (let turn = 0; turn < 3; turn += 1) picture = turnPicture(picture, 1);
    expect(picture).toEqual(PICTURE);
    expect(turnPicture(turnPicture(PICTURE, 1), 3)).toEqual(PICTURE);
    expect(turnPicture(turnPicture(PICTURE, 2), 2)).toEqual(PICTURE);
  });

  it.each(TURNS)('by %i knows where a face of the turned picture was', (turns) => {
    const turned = turnPicture(PICTURE, turns);
    const at = { x: 0.5, y: 1.5 };
    const face = {
      box: { left: 0, top: 1, width: 1, height: 1 },
      confidence: 1,
      landmarks: [at, at, at, at, at] as const,
    };
    const { box, landmarks } = turnFaceBack(face, PICTURE, turns);
    const levelThere = levels(turned)[Math.floor(at.y) * turned.width + Math.floor(at.x)];
    const [middle] = landmarks;
    expect(levels(PICTURE)[Math.floor(middle.y) * PICTURE.width + Math.floor(middle.x)]).toBe(levelThere);
    expect([box.left + 0.5, box.top + 0.5]).toEqual([middle.x, middle.y]);
    expect([box.width, box.height]).toEqual([1, 1]);
  });
});
