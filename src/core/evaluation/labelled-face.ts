/** The face of one photo and whose it is. */
export interface LabelledFace {
  /** Number of the photo in its set. */
  readonly photo: number;
  readonly person: string;
  /** Unit length. */
  readonly template: Float32Array;
}

/** The faces of each person, in the order given. */
export function facesByPerson<Face extends Pick<LabelledFace, 'person'>>(
  faces: readonly Face[],
): ReadonlyMap<string, readonly Face[]> {
  const people = new Map<string, Face[]>();
  for (const face of faces) {
    const known = people.get(face.person);
    if (known) known.push(face);
    else people.set(face.person, [face]);
  }
  return people;
}
