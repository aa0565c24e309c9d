import type { Box } from '../../core/geometry.ts';

/** A face as a detector sees it. */
export interface Detection {
  readonly box: Box;
  /** 0..1 */
  readonly confidence: number;
}

/** A box of one picture in the pixels of another that shows the same. */
export function scaleBox(box: Box, scaleX: number, scaleY: number): Box {
  return {
    left: box.left * scaleX,
    top: box.top * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
}
