import type { Faces } from './faces.ts';
import { RandomStream } from './random-stream.ts';
import { scaleToLength } from './unit-length.ts';

const CENTRE = 2;
const FACE = 3;
const PROBE = 4;
const CHOICE = 5;
/** People of probes who are in no gallery have numbers from here on. */
const FIRST_UNKNOWN_PERSON = 0xf0000000;
export const SHARE_OF_KNOWN_PROBES = 0.8;

export interface SyntheticDesign {
  readonly dimensions: number;
  /** Length of the noise beside a person's centre of unit length: two faces of one person have cosine 1 / (1 + noise²). */
  readonly noise: number;
  readonly relevantAbove: number;
  readonly probes: number;
  readonly seed: number;
}

/** A person of whom there are no faces, or the person of a face drawn at random, for the share of known probes. */
export function drawnPerson(
  people: Uint32Array,
  probe: number,
  design: { probes: number; seed: number },
): number {
  if (probe >= design.probes * SHARE_OF_KNOWN_PROBES) return FIRST_UNKNOWN_PERSON + probe;
  const face = new RandomStream(design.seed, CHOICE, probe).below(people.length);
  return people[face] ?? 0;
}

/**
 * People whose centres lie anywhere, and faces that lie around them in all directions alike: nothing else is as hard
 * for an index that follows neighbours.
 */
export class SyntheticFaces implements Faces {
  readonly dimensions: number;
  readonly count: number;
  readonly probes: number;
  readonly relevantAbove: number;
  readonly #people: Uint32Array;
  readonly #design: SyntheticDesign;
  readonly #noise: Float32Array;

  constructor(people: Uint32Array, design: SyntheticDesign) {
    this.dimensions = design.dimensions;
    this.count = people.length;
    this.probes = design.probes;
    this.relevantAbove = design.relevantAbove;
    this.#people = people;
    this.#design = design;
    this.#noise = new Float32Array(design.dimensions);
  }

  writeFace(face: number, into: Float32Array): void {
    this.#write(this.personOfFace(face), new RandomStream(this.#design.seed, FACE, face), into);
  }

  writeProbe(probe: number, into: Float32Array): void {
    this.#write(this.personOfProbe(probe), new RandomStream(this.#design.seed, PROBE, probe), into);
  }

  personOfFace(face: number): number {
    return this.#people[face] ?? 0;
  }

  personOfProbe(probe: number): number {
    return drawnPerson(this.#people, probe, this.#design);
  }

  #write(person: number, random: RandomStream, into: Float32Array): void {
    into.fill(0);
    new RandomStream(this.#design.seed, CENTRE, person).addNormal(1, into);
    scaleToLength(into, 1);
    this.#noise.fill(0);
    random.addNormal(1, this.#noise);
    scaleToLength(this.#noise, this.#design.noise);
    for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) + (this.#noise[at] ?? 0);
    scaleToLength(into, 1);
  }
}
