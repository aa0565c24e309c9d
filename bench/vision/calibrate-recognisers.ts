import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SimilarityHistogram } from '../../src/core/evaluation/similarity-histogram.ts';
import type { Pack } from '../../src/core/pack.ts';
import { similarityOf, toUnitLength } from '../../src/core/similarity.ts';
import { similarityAtRate } from '../../src/core/thresholds.ts';
import type { LfwTemplate } from './calibrate-pack.ts';
import { personOf } from './fit/lfw-people.ts';

/** What a score of 83 stands for. */
const FALSE_MATCH_RATE = 1e-4;
const DECIMALS = 4;

/** A face as each recogniser of its pack sees it, and the whole template at the end. */
interface SeenFace {
  readonly person: string;
  readonly parts: readonly Float32Array[];
  /** One over the photos of its person: every two people count the same. */
  readonly share: number;
}

function seenFaces({ segments }: Pack, templates: readonly LfwTemplate[]): readonly SeenFace[] {
  const photos = new Map<string, number>();
  for (const { photo } of templates) photos.set(personOf(photo), (photos.get(personOf(photo)) ?? 0) + 1);
  return templates.map(({ photo, template }) => {
    const person = personOf(photo);
    const own = segments.map(({ start, dimensions }) =>
      toUnitLength(template.slice(start, start + dimensions)),
    );
    return { person, parts: [...own, template], share: 1 / (photos.get(person) ?? 1) };
  });
}

interface ComparedPair {
  readonly isSame: boolean;
  readonly weight: number;
  /** One a part. */
  readonly similarities: readonly number[];
}

function* comparedPairs(faces: readonly SeenFace[]): Generator<ComparedPair> {
  for (const [index, first] of faces.entries()) {
    for (const second of faces.slice(index + 1)) {
      const isSame = first.person === second.person;
      const similarities = first.parts.map((part, at) => similarityOf(part, second.parts[at] ?? part));
      yield { isSame, weight: isSame ? 1 : first.share * second.share, similarities };
    }
  }
}

/**
 * Prints how often each recogniser alone, most of them, and the fused similarity say "the same person".
 *
 * @returns how often most of them say it of strangers
 */
function printDecisions(pack: Pack, faces: readonly SeenFace[], thresholds: readonly number[]): number {
  const names = [...pack.segments.map(({ name }) => name), 'fused', 'vote'];
  const accepted = { same: names.map(() => 0), strangers: names.map(() => 0) };
  const total = { same: 0, strangers: 0 };
  for (const { isSame, weight, similarities } of comparedPairs(faces)) {
    const kind = isSame ? 'same' : 'strangers';
    const decisions = similarities.map((similarity, at) => similarity >= (thresholds[at] ?? 1));
    const votes = decisions.slice(0, -1).filter(Boolean).length;
    total[kind] += weight;
    for (const [at, isMatch] of [...decisions, 2 * votes > pack.segments.length].entries()) {
      if (isMatch) accepted[kind][at] = (accepted[kind][at] ?? 0) + weight;
    }
  }
  const rateOfVote = (accepted.strangers.at(-1) ?? 0) / total.strangers;
  for (const [at, name] of names.entries()) {
    const same = (accepted.same[at] ?? 0) / total.same;
    const strangers = (accepted.strangers[at] ?? 0) / total.strangers;
    console.log(`${name}: same person ${same.toFixed(4)}, strangers ${strangers.toExponential(2)}`);
  }
  return rateOfVote;
}

/** Prints how often the fused similarity is believed where it errs as seldom as the vote. */
function printFusedAtRate(faces: readonly SeenFace[], rate: number): void {
  const histograms = { same: new SimilarityHistogram(), strangers: new SimilarityHistogram() };
  for (const { isSame, weight, similarities } of comparedPairs(faces))
    histograms[isSame ? 'same' : 'strangers'].add(similarities.at(-1) ?? -1, weight);
  const same = histograms.same.shareAbove(histograms.strangers.similarityAt(rate));
  console.log(`fused, at the rate of the vote: same person ${same.toFixed(4)}`);
}

function sourceText({ id, segments }: Pack, thresholds: readonly number[], photos: number): string {
  const lines = segments.map(({ name }, at) => `  '${name}': ${thresholds[at]},`).join('\n');
  return `/**
 * The cosine that one in 10,000 pairs of strangers reaches, by recogniser.
 * Written by "npm run bench:accuracy -- --pack ${id} --calibrate"; do not edit. From ${photos} photos.
 */
export const ${id.toUpperCase().replaceAll('-', '_')}_MATCHES = {
${lines}
} as const;
`;
}

/** Rewrites from which cosine on each recogniser of a pack says "the same person", and prints how good that is. */
export async function calibrateRecognisers(pack: Pack, templates: readonly LfwTemplate[]): Promise<void> {
  const faces = seenFaces(pack, templates);
  const strangers = pack.segments.map(() => new SimilarityHistogram());
  for (const { isSame, weight, similarities } of comparedPairs(faces)) {
    if (isSame) continue;
    for (const [at, histogram] of strangers.entries()) histogram.add(similarities[at] ?? -1, weight);
  }
  const thresholds = strangers.map((histogram) =>
    Number(histogram.similarityAt(FALSE_MATCH_RATE).toFixed(DECIMALS)),
  );
  const target = new URL(`../../src/vision/packs/learned/${pack.id}-matches.ts`, import.meta.url);
  await writeFile(fileURLToPath(target), sourceText(pack, thresholds, templates.length));
  const fused = similarityAtRate(pack.calibration, FALSE_MATCH_RATE) ?? 1;
  printFusedAtRate(faces, printDecisions(pack, faces, [...thresholds, fused]));
}
