import { calibrate } from '../../src/core/evaluation/calibrate.ts';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { SimilarityHistogram } from '../../src/core/evaluation/similarity-histogram.ts';
import { similarityOfScore } from '../../src/core/evaluation/similarity-of-score.ts';
import { type Calibration, falseMatchRateOf } from '../../src/core/score.ts';
import { similarityOf, toUnitLength } from '../../src/core/similarity.ts';
import type { LfwTemplate } from './calibrate-pack.ts';
import { personOf } from './fit/lfw-people.ts';

const SCORES = [50, 70, 83, 90];
const GALLERY_FACES = [400, 4000, 100_000];
/** More than any half has. */
const MOST_PROBES = 2000;
const UNCERTAIN_SCORE = 70;

interface Person {
  readonly name: string;
  readonly templates: readonly Float32Array[];
}

function peopleOf(templates: readonly LfwTemplate[]): Person[] {
  const people = new Map<string, Float32Array[]>();
  for (const { photo, template } of templates) {
    const name = personOf(photo);
    people.set(name, [...(people.get(name) ?? []), template]);
  }
  return [...people].map(([name, each]) => ({ name, templates: each }));
}

/** Every two people count the same, however many photos there are of them: a president must not decide. */
function strangersAmong(people: readonly Person[]): SimilarityHistogram {
  const histogram = new SimilarityHistogram();
  people.forEach((first, index) => {
    for (const second of people.slice(0, index)) {
      const weight = 1 / (first.templates.length * second.templates.length);
      for (const one of first.templates) {
        for (const other of second.templates) histogram.add(similarityOf(one, other), weight);
      }
    }
  });
  return histogram;
}

/** Promised against measured false-match rates in the scale of pairs, on people who were not used to calibrate. */
function checkPairs(calibration: Calibration, strangers: SimilarityHistogram, half: string): void {
  for (const score of SCORES) {
    const similarity = similarityOfScore(calibration, score, 1);
    const promised = falseMatchRateOf(calibration, similarity);
    const measured = strangers.shareAbove(similarity);
    const ratio = (measured / promised).toFixed(2);
    console.log(
      `${half}, score ${score}: promised ${promised.toExponential(2)}, measured ${measured.toExponential(2)} (${ratio})`,
    );
  }
}

/** A face of a gallery, and whose photo it was made from. */
interface Filled {
  readonly name: string;
  readonly template: Float32Array;
}

/**
 * How far a distractor lies from the photo it was made from: a share of how far two photos of a person lie apart. A
 * quarter would already make the most alike strangers so much less alike that half of them were lost.
 */
const DISTRACTOR_SHIFT = 0.1;

/**
 * One more face that nobody in the gallery has: a photo of a random person, moved a little in the way in which photos of
 * somebody else differ. Faces that were put together from parts of several people came out too ordinary: hardly any was
 * as like a stranger as the most alike real strangers are.
 */
function distractor({ people, several, random }: Crowd): Filled {
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError('there is nothing to choose from');
    return item;
  };
  const person = pick(people);
  const { templates } = pick(several);
  const [photo, one, other] = [pick(person.templates), pick(templates), pick(templates)];
  const template = photo.map(
    (value, index) => value + DISTRACTOR_SHIFT * ((one[index] ?? 0) - (other[index] ?? 0)),
  );
  return { name: person.name, template: toUnitLength(template) };
}

/** Whom faces are drawn from. */
interface Crowd {
  readonly people: readonly Person[];
  /** Those of whom there is more than one photo. */
  readonly several: readonly Person[];
  readonly random: () => number;
}

/** One photo of each person in a random order, and as many distractors as are missing. */
function fillGallery(people: readonly Person[], faces: number, random: () => number): Filled[] {
  const gallery: Filled[] = people
    .flatMap(({ name, templates }) => {
      const template = templates[Math.floor(random() * templates.length)];
      return template ? [{ name, template, order: random() }] : [];
    })
    .sort((first, second) => first.order - second.order)
    .slice(0, faces);
  const several = people.filter(({ templates }) => templates.length > 1);
  while (gallery.length < faces) gallery.push(distractor({ people, several, random }));
  return gallery;
}

/** How many strangers score 70 or more in a search of somebody who is not in the gallery, against what is expected. */
function checkSearches(calibration: Calibration, people: readonly Person[], faces: number): void {
  const random = seededRandom(faces);
  const gallery = fillGallery(people, faces, random);
  const least = similarityOfScore(calibration, UNCERTAIN_SCORE, faces);
  let [found, searches] = [0, 0];
  for (const person of people.slice(0, MOST_PROBES)) {
    const [probe] = person.templates;
    if (probe === undefined) continue;
    searches += 1;
    for (const { name, template } of gallery) {
      if (name === person.name) continue;
      if (similarityOf(probe, template) >= least) found += 1;
    }
  }
  const expected = Math.min(1, faces / 1000);
  const perSearch = found / searches;
  console.log(
    `gallery of ${faces}: ${perSearch.toFixed(3)} strangers at ${UNCERTAIN_SCORE} or more a search, ` +
      `expected ${expected.toFixed(3)} (${(perSearch / expected).toFixed(2)})`,
  );
}

/** Calibrates with one half of the people and checks the scores with the other, both ways round. */
export function checkScores(templates: readonly LfwTemplate[]): void {
  const people = peopleOf(templates);
  const halves = [0, 1].map((half) => people.filter((_, index) => index % 2 === half));
  const strangers = halves.map(strangersAmong);
  for (const half of [0, 1]) {
    const [mine, other] = [strangers[half], strangers[1 - half]];
    const others = halves[1 - half];
    if (!mine || !other || !others) continue;
    const calibration = calibrate(mine, 1);
    checkPairs(calibration, other, `half ${half + 1}`);
    for (const faces of GALLERY_FACES) checkSearches(calibration, others, faces);
  }
}
