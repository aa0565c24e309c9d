import type { Faces } from '../data/faces.ts';
import type { TrueNeighbours } from '../truth/ground-truth.ts';

/** Faces that are asked for. */
export const LIMIT = 10;

/** Shares, 0..1, over all probes that were searched with. */
export interface Recall {
  /** Of the ten true neighbours. */
  readonly nearest: number;
  /** Of those true neighbours among the ten that are as alike as faces of one person are. */
  readonly relevant: number;
  /** Faces of the probe's person that were found, of ten or as many as there are. */
  readonly identity: number;
}

class Share {
  #found = 0;
  #wanted = 0;

  count(found: number, wanted: number): void {
    this.#found += found;
    this.#wanted += wanted;
  }

  /** 1 when nothing was wanted. */
  get value(): number {
    return this.#wanted === 0 ? 1 : this.#found / this.#wanted;
  }
}

export interface Truth {
  readonly faces: Faces;
  readonly neighbours: readonly TrueNeighbours[];
  /** How many faces of each person are in the gallery. */
  readonly facesOfPeople: ReadonlyMap<number, number>;
}

/** @param found face numbers by probe, from probe 0 on; it may be fewer probes than there are */
export function recallOf(found: readonly (readonly number[])[], truth: Truth): Recall {
  const { faces, neighbours, facesOfPeople } = truth;
  const nearest = new Share();
  const relevant = new Share();
  const identity = new Share();
  for (const [probe, numbers] of found.entries()) {
    const answered = new Set(numbers.slice(0, LIMIT));
    const nearby = neighbours[probe];
    const wanted = [...(nearby?.faces ?? [])].slice(0, LIMIT);
    const alike = wanted.filter((_, at) => (nearby?.cosines[at] ?? 0) > faces.relevantAbove);
    nearest.count(wanted.filter((face) => answered.has(face)).length, wanted.length);
    relevant.count(alike.filter((face) => answered.has(face)).length, alike.length);
    const person = faces.personOfProbe(probe);
    const own = [...answered].filter((face) => faces.personOfFace(face) === person).length;
    identity.count(own, Math.min(LIMIT, facesOfPeople.get(person) ?? 0));
  }
  return { nearest: nearest.value, relevant: relevant.value, identity: identity.value };
}

/** What brute force itself would be given: strangers may be nearer than a person's own faces. */
export function recallOfBruteForce(truth: Truth): Recall {
  return recallOf(
    truth.neighbours.map(({ faces }) => [...faces.subarray(0, LIMIT)]),
    truth,
  );
}
