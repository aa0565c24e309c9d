/**
 * `tsx bench/vision/fit-packs.ts standard-2|accurate-1`: learns the projections of a pack and its rule for upright faces
 * on LFW's folds 0-4, prints what both reach on people they were not fitted on, and writes them.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crossValidatedAccuracy } from '../../src/core/evaluation/cross-validated-accuracy.ts';
import { SimilarityHistogram } from '../../src/core/evaluation/similarity-histogram.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { loadPack } from '../../src/vision/loaded-pack.ts';
import { BUILT_IN_PACKS } from '../../src/vision/packs/built-in-packs.ts';
import type { PackDefinition } from '../../src/vision/packs/pack-definition.ts';
import { foldsOfPeople, lfwPhotos } from './fit/lfw-people.ts';
import { fitLogistic, probabilityOf } from './fit/logistic-regression.ts';
import { type Directions, principalDirections, projected } from './fit/principal-directions.ts';
import { type ReadLfwPhoto, readEmbeddings, type UprightExample } from './fit/read-embeddings.ts';
import { lfwPairs } from './labelled-photos.ts';

const MODEL_FOLDERS = ['../../dist/models/', '../../../shared/models/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
const FOLDS = [0, 1, 2, 3, 4];
const folds = foldsOfPeople();

/** One map a recogniser; undefined for those whose embeddings are used as they are. */
type Maps = readonly (Directions | undefined)[];

function fitMaps(definition: PackDefinition, photos: readonly ReadLfwPhoto[]): Maps {
  const people = photos.map(({ person }) => person);
  return definition.recognisers.map(({ projection }, index) => {
    if (projection === undefined) return undefined;
    const embeddings = photos.flatMap((photo) => photo.embeddings[index] ?? []);
    return principalDirections(embeddings, people, projection.dimensions);
  });
}

function segmentsOf(maps: Maps, { embeddings }: ReadLfwPhoto): Float32Array[] {
  return embeddings.map((embedding, index) => {
    const map = maps[index];
    return map === undefined ? embedding : projected(map, embedding);
  });
}

/** Weighted concatenation, as the product makes templates. */
function templateOf(segments: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(
    segments.flatMap((segment, index) => {
      const factor = Math.sqrt((weights[index] ?? 0) / sum);
      return Array.from(segment, (value) => value * factor);
    }),
  );
}

interface Recipe {
  readonly name: string;
  readonly weights: readonly number[];
}

/** All recognisers together as in the pack, and each alone. */
function recipesOf({ recognisers }: PackDefinition): Recipe[] {
  const alone = recognisers.map(({ name }, index) => ({
    name,
    weights: recognisers.map((_, other) => (other === index ? 1 : 0)),
  }));
  const without = { name: 'without the last', weights: recognisers.slice(0, -1).map(({ weight }) => weight) };
  return [{ name: 'fused', weights: recognisers.map(({ weight }) => weight) }, without, ...alone];
}

/** Every held-out person against every other of the same fold, with maps fitted on all other people. */
function evaluate(definition: PackDefinition, photos: readonly ReadLfwPhoto[]): void {
  const recipes = recipesOf(definition);
  const results = recipes.map(() => ({
    same: new SimilarityHistogram(),
    strangers: new SimilarityHistogram(),
    templates: new Map<string, Float32Array>(),
  }));
  for (const fold of FOLDS) {
    const maps = fitMaps(
      definition,
      photos.filter(({ person }) => folds.get(person) !== fold),
    );
    const heldOut = photos.filter(({ person }) => folds.get(person) === fold);
    const segments = heldOut.map((photo) => segmentsOf(maps, photo));
    recipes.forEach(({ weights }, index) => {
      const templates = segments.map((each) => templateOf(each, weights));
      heldOut.forEach(({ photo, person }, first) => {
        const template = templates[first] ?? new Float32Array(0);
        results[index]?.templates.set(photo, template);
        for (let second = 0; second < first; second += 1) {
          const similarity = similarityOf(template, templates[second] ?? template);
          const isSame = heldOut[second]?.person === person;
          results[index]?.[isSame ? 'same' : 'strangers'].add(similarity);
        }
      });
    });
  }
  recipes.forEach(({ name }, index) => {
    const result = results[index];
    if (result === undefined) return;
    const { same, strangers, templates } = result;
    const accepted = [1e-2, 1e-3, 1e-4].map((rate) =>
      same.shareAbove(strangers.similarityAt(rate)).toFixed(4),
    );
    const pairs = lfwPairs().map(({ first, second, samePerson, fold }) => {
      const [one, other] = [templates.get(first), templates.get(second)];
      return { similarity: one && other ? similarityOf(one, other) : -1, samePerson, fold };
    });
    const accuracy = crossValidatedAccuracy(pairs).toFixed(4);
    console.log(`${name}: accuracy ${accuracy}; TAR at FMR 1e-2, 1e-3, 1e-4: ${accepted.join(', ')}`);
  });
}

function fitUpright(examples: readonly UprightExample[]): Float64Array {
  return fitLogistic(
    examples.map(({ evidence }) => evidence),
    examples.map(({ upright }) => upright),
  );
}

/** Share of photos that are judged right in each position, on people the rule was not fitted on. */
function evaluateUpright(examples: readonly UprightExample[]): void {
  const people = [...new Set(examples.map(({ person }) => person))];
  const groupOf = new Map(people.map((person, index) => [person, index % FOLDS.length]));
  const right = { true: 0, false: 0 };
  const all = { true: 0, false: 0 };
  for (const group of FOLDS) {
    const factors = fitUpright(examples.filter(({ person }) => groupOf.get(person) !== group));
    for (const { person, upright, evidence } of examples) {
      if (groupOf.get(person) !== group) continue;
      const judged = probabilityOf(factors, Float64Array.of(...evidence, 1)) >= 0.5;
      all[`${upright}`] += 1;
      if (judged === upright) right[`${upright}`] += 1;
    }
  }
  console.log(
    `upright: ${right.true} of ${all.true} upright and ${right.false} of ${all.false} turned ones judged right`,
  );
}

function learnedPath(file: string): string {
  return fileURLToPath(new URL(`../../src/vision/packs/learned/${file}`, import.meta.url));
}

async function writeMaps(definition: PackDefinition, maps: Maps): Promise<void> {
  for (const [index, map] of maps.entries()) {
    const file = definition.recognisers[index]?.projection?.model.file;
    if (map === undefined || file === undefined) continue;
    const numbers = Float32Array.from([...map.mean, ...map.rows.flatMap((row) => [...row])]);
    await writeFile(learnedPath(file), Buffer.from(numbers.buffer));
  }
}

async function writeUpright({ id }: PackDefinition, factors: Float64Array): Promise<void> {
  const [offset = 0, misfit = 0, confidence = 0, ...reversed] = [...factors].reverse();
  const short = (value: number) => Number(value.toPrecision(5));
  const embedding = reversed.reverse().map(short).join(', ');
  const constant = `${id.toUpperCase().replaceAll('-', '_')}_UPRIGHT`;
  const text = `import type { UprightRule } from '../../uprightness.ts';

/** Written by "tsx bench/vision/fit-packs.ts ${id}"; do not edit. */
export const ${constant}: UprightRule = {
  offset: ${short(offset)},
  confidence: ${short(confidence)},
  misfit: ${short(misfit)},
  embedding: [${embedding}],
};
`;
  await writeFile(learnedPath(`${id}-upright.ts`), text);
}

const definition = BUILT_IN_PACKS.find(({ id }) => id === process.argv[2]);
if (definition === undefined) throw new RangeError('name a pack: standard-2 or accurate-1');
const pack = await loadPack(MODEL_FOLDERS, definition);
const { read, examples } = await readEmbeddings(pack, lfwPhotos());
evaluate(definition, read);
evaluateUpright(examples);
await writeMaps(definition, fitMaps(definition, read));
await writeUpright(definition, fitUpright(examples));
await pack.release();
