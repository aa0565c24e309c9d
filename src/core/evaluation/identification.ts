import { similarityOf } from '../similarity.ts';
import { facesByPerson, type LabelledFace } from './labelled-face.ts';
import { randomKey } from './seeded-random.ts';

/** A gallery of one face a person, probes of the people in it, and probes of people who are not. */
export interface OpenSet {
  readonly gallery: readonly LabelledFace[];
  /** Other photos of people of the gallery. */
  readonly mated: readonly LabelledFace[];
  /** Photos of people of whom the gallery has none. */
  readonly unmated: readonly LabelledFace[];
}

/** What the search with one probe of a person in the gallery showed. */
export interface MatedSearch {
  readonly person: string;
  /** 1 when nobody else is as alike; equals count against the mate. */
  readonly rank: number;
  /** Of probe and mate. */
  readonly similarity: number;
}

/** What the search with one probe of a person who is not in the gallery showed. */
export interface UnmatedSearch {
  /** The highest of the gallery. */
  readonly similarity: number;
  /** Faces of the gallery that reach the similarity asked for. */
  readonly reaching: number;
}

export interface Searches {
  readonly mated: readonly MatedSearch[];
  readonly unmated: readonly UnmatedSearch[];
}

function byKey<Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: randomKey(textOf(item)) }));
  return keyed.sort((first, second) => first.key - second.key).map(({ item }) => item);
}

/**
 * One half of the people, drawn by their names and so the same for every pack that finds their faces, is enrolled with one photo each; the others stay strangers (the
 * open-set protocol of NIST FRTE 1:N).
 */
export function openSetOf(faces: readonly LabelledFace[]): OpenSet {
  const people = byKey([...facesByPerson(faces).values()], ([face]) => face?.person ?? '');
  const enrolled = people.slice(0, Math.ceil(people.length / 2));
  const gallery: LabelledFace[] = [];
  const mated: LabelledFace[] = [];
  for (const own of enrolled) {
    const [first, ...others] = byKey(own, ({ person, photo }) => `${person} ${photo}`);
    if (first === undefined) continue;
    gallery.push(first);
    mated.push(...others);
  }
  return { gallery, mated, unmated: people.slice(enrolled.length).flat() };
}

/** The same with the first people of the gallery only, and their probes. */
export function withGalleryOf(openSet: OpenSet, galleryFaces: number): OpenSet {
  const gallery = openSet.gallery.slice(0, galleryFaces);
  const people = new Set(gallery.map(({ person }) => person));
  return { ...openSet, gallery, mated: openSet.mated.filter(({ person }) => people.has(person)) };
}

function searchForMate(probe: LabelledFace, gallery: readonly LabelledFace[]): MatedSearch {
  const mate = gallery.find(({ person }) => person === probe.person);
  if (mate === undefined) throw new RangeError('the gallery has no face of this person');
  const similarity = similarityOf(probe.template, mate.template);
  const ahead = gallery.filter(
    (face) => face !== mate && similarityOf(probe.template, face.template) >= similarity,
  );
  return { person: probe.person, rank: ahead.length + 1, similarity };
}

function searchAsStranger(
  probe: LabelledFace,
  gallery: readonly LabelledFace[],
  least: number,
): UnmatedSearch {
  let [similarity, reaching] = [-1, 0];
  for (const face of gallery) {
    const found = similarityOf(probe.template, face.template);
    similarity = Math.max(similarity, found);
    if (found >= least) reaching += 1;
  }
  return { similarity, reaching };
}

/**
 * Searches the gallery with every probe. Yields after each.
 *
 * @param least the similarity for which `reaching` counts
 */
export function* searchAll(openSet: OpenSet, least: number): Generator<void, Searches> {
  const mated: MatedSearch[] = [];
  const unmated: UnmatedSearch[] = [];
  for (const probe of openSet.mated) {
    mated.push(searchForMate(probe, openSet.gallery));
    yield;
  }
  for (const probe of openSet.unmated) {
    unmated.push(searchAsStranger(probe, openSet.gallery, least));
    yield;
  }
  return { mated, unmated };
}
