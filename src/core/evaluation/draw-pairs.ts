import { facesByPerson, type LabelledFace } from './labelled-face.ts';
import { seededRandom, shuffled } from './seeded-random.ts';

/** A photo and who is on it; whether a face is found there does not matter, so that all packs get the same pairs. */
type LabelledPhoto = Pick<LabelledFace, 'person' | 'photo'>;

/** A pair that was drawn, with the folds of its two people. */
export interface DrawnPair {
  readonly first: LabelledPhoto;
  readonly second: LabelledPhoto;
  readonly samePerson: boolean;
  readonly fold: number;
  readonly secondFold: number;
}

const PAIRS_OF_A_KIND = 3000;
const TRIES_A_PAIR = 20;
const FOLDS = 10;
const SEED = 11;

/** Gives every name one of ten folds; the same names in the same order get the same folds. */
export function foldsOfPeople(people: readonly string[]): ReadonlyMap<string, number> {
  const order = shuffled([...new Set(people)], seededRandom(SEED));
  return new Map(order.map((person, index) => [person, index % FOLDS]));
}

/** Draws different pairs until there are enough or no new one comes up any more. */
function drawDistinct(draw: () => readonly [LabelledPhoto, LabelledPhoto] | undefined, most: number) {
  const pairs = new Map<string, readonly [LabelledPhoto, LabelledPhoto]>();
  for (let tries = 0; pairs.size < most && tries < most * TRIES_A_PAIR; tries += 1) {
    const pair = draw();
    if (pair === undefined || pair[0].photo === pair[1].photo) continue;
    const [low, high] = pair.map(({ photo }) => photo).sort((one, other) => one - other);
    pairs.set(`${low} ${high}`, pair);
  }
  return [...pairs.values()];
}

/**
 * As many pairs of the same person as of different ones, at most 3,000 of each kind, drawn with a fixed seed; every
 * person is as likely as another. Folds are of people.
 */
export function drawPairs(photos: readonly LabelledPhoto[]): DrawnPair[] {
  const random = seededRandom(SEED);
  const people = [...facesByPerson(photos).values()];
  const several = people.filter((own) => own.length > 1);
  const folds = foldsOfPeople(people.map(([face]) => face?.person ?? ''));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const genuine = drawDistinct(() => {
    const own = pick(several) ?? [];
    const [first, second] = [pick(own), pick(own)];
    return first && second && [first, second];
  }, PAIRS_OF_A_KIND);
  const impostor = drawDistinct(() => {
    const [first, second] = [pick(pick(people) ?? []), pick(pick(people) ?? [])];
    return first && second && first.person !== second.person ? [first, second] : undefined;
  }, genuine.length);
  return [...genuine, ...impostor].map(([first, second]) => ({
    first,
    second,
    samePerson: first.person === second.person,
    fold: folds.get(first.person) ?? 0,
    secondFold: folds.get(second.person) ?? 0,
  }));
}
