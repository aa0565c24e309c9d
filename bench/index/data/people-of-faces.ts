import { RandomStream } from './random-stream.ts';

const MOST_FACES_OF_A_PERSON = 60;
/** Chance that a person has one face more; ten faces on average. */
const CHANCE_OF_ANOTHER = 0.9;
const CHANCE_STEPS = 2 ** 24;
const PEOPLE = 1;

/**
 * The person of every face: people have one face and a geometric number more, at most 60, and their faces lie
 * scattered over the gallery. In shared memory, for the threads that make faces.
 */
export function peopleOfFaces(count: number, seed: number): Uint32Array {
  const people = new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
  const random = new RandomStream(seed, PEOPLE, count);
  const another = CHANCE_OF_ANOTHER * CHANCE_STEPS;
  let person = 0;
  for (let face = 0; face < count; person += 1) {
    let own = 1;
    while (own < MOST_FACES_OF_A_PERSON && random.below(CHANCE_STEPS) < another) own += 1;
    people.fill(person, face, face + own);
    face += own;
  }
  for (let face = count - 1; face > 0; face -= 1) {
    const other = random.below(face + 1);
    const moved = people[face] ?? 0;
    people[face] = people[other] ?? 0;
    people[other] = moved;
  }
  return people;
}
