/**
 * A gallery and its probes, every template of which is made anew from its number alone: ten million of them would
 * not fit into memory. Faces, probes and people are numbered from 0.
 */
export interface Faces {
  readonly dimensions: number;
  /** Faces in the gallery. */
  readonly count: number;
  readonly probes: number;
  /** True neighbours of a higher cosine count for relevant recall. */
  readonly relevantAbove: number;
  /** Writes a template of unit length over `into`, which has as many components as there are dimensions. */
  writeFace(face: number, into: Float32Array): void;
  writeProbe(probe: number, into: Float32Array): void;
  personOfFace(face: number): number;
  /** A person without faces in the gallery is unknown. */
  personOfProbe(probe: number): number;
}

/** The template of one face. */
export function templateOf(faces: Faces, face: number): Float32Array {
  const template = new Float32Array(faces.dimensions);
  faces.writeFace(face, template);
  return template;
}

/** The template of one probe. */
export function probeOf(faces: Faces, probe: number): Float32Array {
  const template = new Float32Array(faces.dimensions);
  faces.writeProbe(probe, template);
  return template;
}

/** How many faces of a gallery each person has who has any. */
export function facesOfPeople(faces: Faces): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let face = 0; face < faces.count; face += 1) {
    const person = faces.personOfFace(face);
    counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return counts;
}
