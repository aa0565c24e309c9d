import { readdirSync } from 'node:fs';
import { dataPath, lfwPairs } from '../labelled-photos.ts';

/** Names of one person that LFW takes for two; found by looking at the most alike strangers. */
const SAME_PEOPLE: readonly (readonly [string, string])[] = [
  ['Martha_Bowen', 'Gabrielle_Rose'],
  ['Chyung_Dai-chul', 'Dai_Chul_Chyung'],
  ['Hassan_Wirajuda', 'Hasan_Wirayuda'],
  ['Cristina_Fernandez', 'Cristina_Kirchner'],
];

/** The person of a photo named `Person/Person_0001.jpg`. */
export function personOf(photo: string): string {
  const name = photo.split('/')[0] ?? '';
  return SAME_PEOPLE.find((names) => names.includes(name))?.[0] ?? name;
}

/** Every photo of LFW's folds 0-4, also of people who are in no pair. */
export function lfwPhotos(): string[] {
  const folders = readdirSync(dataPath('lfw'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return folders
    .map(({ name }) => name)
    .sort()
    .flatMap((name) =>
      readdirSync(dataPath('lfw', name))
        .sort()
        .map((file) => `${name}/${file}`),
    );
}

/** The fold in whose pairs a person occurs; people of no pair are in none. */
export function foldsOfPeople(): ReadonlyMap<string, number> {
  const folds = new Map<string, number>();
  for (const { first, second, fold } of lfwPairs()) {
    for (const photo of [first, second]) if (!folds.has(personOf(photo))) folds.set(personOf(photo), fold);
  }
  return folds;
}
