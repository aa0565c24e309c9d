import sharp from 'sharp';
import type { Box } from '../../core/geometry.ts';
import type { Liveness } from '../../ports/vision.ts';
import type { Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { bluePlaneFirst, paddedPlanes } from '../planar-input.ts';
import { livePatchOf } from './live-patch.ts';

const INPUT_SIDE_PX = 80;
/** The nets answer three shares that add up to 1: two ways of being a fake, and between them the real face. */
const CLASSES = 3;
const REAL = 1;

/** One net of those that judge together. */
export interface LivenessNetwork {
  readonly network: Network;
  /** Side of its patch over the side of the face's box. */
  readonly scale: number;
}

async function patchPlanes(picture: Picture, box: Box, scale: number): Promise<Float32Array> {
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const data = await sharp(picture.data, { raw })
    .extract(livePatchOf(box, picture, scale))
    .resize(INPUT_SIDE_PX, INPUT_SIDE_PX, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const patch = { width: INPUT_SIDE_PX, height: INPUT_SIDE_PX, data };
  return bluePlaneFirst(paddedPlanes(patch, INPUT_SIDE_PX, INPUT_SIDE_PX));
}

/**
 * Whether a face stands before the camera or is a picture of one, judged from a single photo by MiniFASNet nets
 * (github.com/minivision-ai/Silent-Face-Anti-Spoofing): the score is the mean share of "real", the verdict what most of
 * the shares say.
 *
 * @param networks one or more
 * @param box in pixels of the picture
 */
export async function judgeLiveness(
  networks: readonly LivenessNetwork[],
  picture: Picture,
  box: Box,
): Promise<Liveness> {
  const sums = new Float64Array(CLASSES);
  for (const { network, scale } of networks) {
    const input = await patchPlanes(picture, box, scale);
    const [shares] = await network.run(input, [1, 3, INPUT_SIDE_PX, INPUT_SIDE_PX], ['out']);
    if (shares?.length !== CLASSES) throw new TypeError('a liveness net did not answer three shares');
    for (let index = 0; index < CLASSES; index += 1) sums[index] = (sums[index] ?? 0) + (shares[index] ?? 0);
  }
  const real = sums[REAL] ?? 0;
  return { score: Math.min(1, real / networks.length), verdict: real >= Math.max(...sums) ? 'real' : 'fake' };
}
