import type { Picture } from '../picture.ts';

/** The picture with left and right exchanged. */
export function mirrorPicture({ width, height, data }: Picture): Picture {
  const mirrored = new Uint8Array(data.length);
  let from = 0;
  for (let y = 0; y < height; y += 1) {
    for (let to = ((y + 1) * width - 1) * 3; to >= y * width * 3; to -= 3, from += 3) {
      mirrored[to] = data[from] ?? 0;
      mirrored[to + 1] = data[from + 1] ?? 0;
      mirrored[to + 2] = data[from + 2] ?? 0;
    }
  }
  return { width, height, data: mirrored };
}
