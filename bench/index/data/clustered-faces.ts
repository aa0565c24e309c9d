import type { Faces } from './faces.ts';
import type { PhotoTemplates } from './photo-templates.ts';
import { RandomStream } from './random-stream.ts';
import { relevantCosineOf } from './relevant-cosine.ts';
import { drawnPerson } from './synthetic-faces.ts';
import { TemplateShape } from './template-shape.ts';
import { scaleToLength } from './unit-length.ts';

const PERSON = 6;
const FACE = 7;
const PROBE = 8;

/** People and faces drawn from the distribution of a pack's real templates. */
export class ClusteredFaces implements Faces {
  readonly dimensions: number;
  readonly count: number;
  readonly probes: number;
  readonly relevantAbove: number;
  readonly #shape: TemplateShape;
  readonly #people: Uint32Array;
  readonly #seed: number;

  constructor(templates: PhotoTemplates, people: Uint32Array, design: { probes: number; seed: number }) {
    this.#shape = new TemplateShape(templates);
    this.#people = people;
    this.#seed = design.seed;
    this.dimensions = templates.dimensions;
    this.count = people.length;
    this.probes = design.probes;
    this.relevantAbove = relevantCosineOf(templates);
  }

  writeFace(face: number, into: Float32Array): void {
    this.#write(this.personOfFace(face), new RandomStream(this.#seed, FACE, face), into);
  }

  writeProbe(probe: number, into: Float32Array): void {
    this.#write(this.personOfProbe(probe), new RandomStream(this.#seed, PROBE, probe), into);
  }

  personOfFace(face: number): number {
    return this.#people[face] ?? 0;
  }

  personOfProbe(probe: number): number {
    return drawnPerson(this.#people, probe, { probes: this.probes, seed: this.#seed });
  }

  #write(person: number, random: RandomStream, into: Float32Array): void {
    this.#shape.writePerson(new RandomStream(this.#seed, PERSON, person), into);
    this.#shape.addPhoto(random, into);
    scaleToLength(into, 1);
  }
}
