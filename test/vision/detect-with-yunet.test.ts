import { describe, expect, it } from 'vitest';
import { detectWithYunet } from '../../src/vision/finding/detect-with-yunet.ts';
import type { Network } from '../../src/vision/network.ts';

const PICTURE = { width: 256, height: 256, data: new Uint8Array(256 * 256 * 3) };
/** A cell of the stride of 32 pixels: its number is row times columns plus column. */
const CELL = { column: 3, row: 4 };
const STRIDE_PX = 32;

interface SeenFace {
  readonly confidence: number;
  /** Centre, in strides from the cell, and logarithms of the size in strides. */
  readonly box: readonly [number, number, number, number];
}

/** A net that sees one face in one cell, whatever the picture; it remembers the sizes of its inputs. */
class ScriptedYunet implements Network {
  readonly inputs: number[][] = [];
  readonly #face: SeenFace;

  constructor(face: SeenFace) {
    this.#face = face;
  }

  async run(_: Float32Array, shape: readonly number[], outputs: readonly string[]): Promise<Float32Array[]> {
    this.inputs.push([...shape]);
    const [height = 0, width = 0] = shape.slice(2);
    return outputs.map((name) => {
      const [part = '', stridePx = '8'] = name.split('_');
      const columns = width / Number(stridePx);
      const numbers = { cls: 1, obj: 1, bbox: 4, kps: 10 }[part] ?? 0;
      const answer = new Float32Array((columns * height * numbers) / Number(stridePx));
      if (Number(stridePx) !== STRIDE_PX) return answer;
      const start = (CELL.row * columns + CELL.column) * numbers;
      const { confidence, box } = this.#face;
      // The confidence is the root of the product of both.
      if (part === 'cls' || part === 'obj') answer[start] = confidence;
      if (part === 'bbox') answer.set(box, start);
      if (part === 'kps') answer.set([0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1], start);
      return answer;
    });
  }

  async release(): Promise<void> {}
}

describe('YuNet', () => {
  it('gives box and landmarks in pixels of the picture', async () => {
    const net = new ScriptedYunet({ confidence: 0.9, box: [0.5, 0.25, Math.log(3), Math.log(4)] });
    const [face, ...others] = await detectWithYunet(net, PICTURE);
    expect(others).toEqual([]);
    expect(face?.confidence).toBeCloseTo(0.9, 5);
    expect(face?.box.width).toBeCloseTo(96, 3);
    expect(face?.box.height).toBeCloseTo(128, 3);
    expect(face?.box.left).toBeCloseTo(3.5 * 32 - 48, 3);
    expect(face?.box.top).toBeCloseTo(4.25 * 32 - 64, 3);
    expect(face?.landmarks[1]).toEqual({ x: 128, y: 128 });
    expect(face?.landmarks[2]).toEqual({ x: 112, y: 144 });
  });

  it('looks once where a large face explains all, and closer where it does not', async () => {
    const large = new ScriptedYunet({ confidence: 0.9, box: [0.5, 0.5, Math.log(3), Math.log(3)] });
    await detectWithYunet(large, PICTURE);
    expect(large.inputs).toEqual([[1, 3, 256, 256]]);
    const small = new ScriptedYunet({ confidence: 0.9, box: [0.5, 0.5, 0, 0] });
    await detectWithYunet(small, PICTURE);
    expect(small.inputs).toEqual([
      [1, 3, 256, 256],
      [1, 3, 512, 512],
    ]);
  });

  it('takes a faint detection for a hint and not for a face', async () => {
    const net = new ScriptedYunet({ confidence: 0.4, box: [0.5, 0.5, Math.log(3), Math.log(3)] });
    expect(await detectWithYunet(net, PICTURE)).toEqual([]);
    expect(net.inputs).toHaveLength(2);
  });
});
