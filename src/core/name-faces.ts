import type { Box, Point } from './geometry.ts';

/** A rectangle of a photo that somebody has named. */
export interface NamedRegion {
  readonly name: string;
  readonly box: Box;
}

function centreOf({ left, top, width, height }: Box): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

function contains({ left, top, width, height }: Box, { x, y }: Point): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** How far apart the centres are, in sides of the face; infinite when neither lies in the other. */
function distanceOf(face: Box, region: Box): number {
  const [of, to] = [centreOf(face), centreOf(region)];
  if (!contains(face, to) && !contains(region, of)) return Number.POSITIVE_INFINITY;
  return Math.hypot(to.x - of.x, to.y - of.y) / Math.hypot(face.width, face.height);
}

/**
 * Whose face each is by the rectangles that people have drawn, which are seldom as tight as ours: a face gets the name of
 * the nearest rectangle that covers its centre or has its own centre in it. Each name of the picture is used once.
 *
 * @param regions in the same pixels as the faces
 * @returns in the order of the faces; undefined for those that nobody has named
 */
export function namesOfFaces(
  faces: readonly Box[],
  regions: readonly NamedRegion[],
): readonly (string | undefined)[] {
  const pairs = faces.flatMap((face, at) =>
    regions.map(({ name, box }) => ({ at, name, distance: distanceOf(face, box) })),
  );
  const near = pairs.filter(({ distance }) => distance < Number.POSITIVE_INFINITY);
  near.sort((one, other) => one.distance - other.distance);
  const names: (string | undefined)[] = faces.map(() => undefined);
  const used = new Set<string>();
  for (const { at, name } of near) {
    if (names[at] !== undefined || used.has(name)) continue;
    names[at] = name;
    used.add(name);
  }
  return names;
}
