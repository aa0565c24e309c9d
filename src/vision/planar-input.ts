import type { Picture } from './picture.ts';

/** Where a picture is written in a network's input: numbers per plane row, and the place of its first plane. */
interface Target {
  readonly data: Float32Array;
  /** Numbers in one colour plane. */
  readonly planeSize: number;
  readonly rowSize: number;
  readonly offset: number;
}

function writePlanes(picture: Picture, target: Target): void {
  const { data, planeSize, rowSize, offset } = target;
  let source = 0;
  for (let y = 0; y < picture.height; y += 1) {
    let at = offset + y * rowSize;
    for (let x = 0; x < picture.width; x += 1, at += 1, source += 3) {
      data[at] = picture.data[source] ?? 0;
      data[at + planeSize] = picture.data[source + 1] ?? 0;
      data[at + 2 * planeSize] = picture.data[source + 2] ?? 0;
    }
  }
}

/** One picture as colour planes (RGB 0..255), filled up with black at the right and the bottom. */
export function paddedPlanes(picture: Picture, width: number, height: number): Float32Array {
  const planeSize = width * height;
  const data = new Float32Array(3 * planeSize);
  writePlanes(picture, { data, planeSize, rowSize: width, offset: 0 });
  return data;
}

/** Several pictures of one size as colour planes (RGB 0..255), one after the other. */
export function batchPlanes(pictures: readonly Picture[], sidePx: number): Float32Array {
  const planeSize = sidePx * sidePx;
  const data = new Float32Array(3 * planeSize * pictures.length);
  pictures.forEach((picture, index) =>
    writePlanes(picture, { data, planeSize, rowSize: sidePx, offset: 3 * planeSize * index }),
  );
  return data;
}

/** Colour planes in the order blue, green, red, as nets that were trained on OpenCV's pictures want them. */
export function bluePlaneFirst(planes: Float32Array): Float32Array {
  const planeSize = planes.length / 3;
  const turned = new Float32Array(planes.length);
  for (const plane of [0, 1, 2]) {
    turned.set(planes.subarray(plane * planeSize, (plane + 1) * planeSize), (2 - plane) * planeSize);
  }
  return turned;
}
