import type { ListedPair } from '../../core/evaluation/listed-pairs.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';

/** One photo of the set. */
export interface SetPhoto {
  readonly file: SourcePhoto;
  /** The folder it lies in, below the folder that was given; undefined when it lies in none. */
  readonly person: string | undefined;
}

/** A pair of the list, by the numbers of its photos in the set. */
export interface SetPair {
  readonly first: number;
  readonly second: number;
  readonly samePerson: boolean;
  readonly fold: number | undefined;
}

/** Photos and who is on them. */
export interface PhotoSet {
  readonly photos: readonly SetPhoto[];
  /** Those of a list, if there was one. */
  readonly pairs: readonly SetPair[] | undefined;
  /** Whether every photo has a person. */
  readonly hasPeople: boolean;
}

const LAYOUT = 'Give a folder with one folder for each person and their photos inside.';

function personOf(name: string): string | undefined {
  const end = name.indexOf('/');
  return end === -1 ? undefined : name.slice(0, end);
}

/** A name without its ending, and without the folder that repeats it: lists differ in both. */
function keysOf(name: string): readonly string[] {
  const plain = name
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\.\w+$/, '');
  return [name, plain];
}

function resolvePairs(photos: readonly SetPhoto[], pairs: readonly ListedPair[]): SetPair[] {
  const numbers = new Map<string, number>();
  photos.forEach(({ file }, number) => {
    for (const key of keysOf(file.name)) if (!numbers.has(key)) numbers.set(key, number);
  });
  const numberOf = (name: string, line: number): number => {
    const flat = name.slice(name.lastIndexOf('/') + 1);
    const key = [...keysOf(name), ...keysOf(flat)].find((each) => numbers.has(each));
    const number = key === undefined ? undefined : numbers.get(key);
    if (number !== undefined) return number;
    const sentence = `Line ${line} of the list of pairs names ${name}, which is not in the folder.`;
    throw new OperatorError(sentence, 'Give the folder that the names of the list begin at.');
  };
  return pairs.map(({ first, second, samePerson, fold, line }) => ({
    first: numberOf(first, line),
    second: numberOf(second, line),
    samePerson,
    fold,
  }));
}

function requireUsable({ photos, pairs, hasPeople }: PhotoSet): void {
  if (photos.length === 0) throw new OperatorError('There is no photo in the folder.', LAYOUT);
  if (pairs !== undefined) {
    const kinds = new Set(pairs.map(({ samePerson }) => samePerson));
    if (kinds.size === 2) return;
    throw new OperatorError(
      'The list of pairs has only one kind.',
      'Both pairs of the same person and pairs of different people are needed.',
    );
  }
  if (!hasPeople) throw new OperatorError('Not every photo lies in the folder of a person.', LAYOUT);
  const people = new Set(photos.map(({ person }) => person));
  if (people.size < 2) throw new OperatorError('All photos are of one person.', LAYOUT);
  if (people.size === photos.length)
    throw new OperatorError('There are no two photos of the same person.', LAYOUT);
}

/**
 * Reads the names of all photos and finds those of the list among them.
 *
 * @throws OperatorError when nothing can be measured with them, or when a line of the list names a missing photo
 */
export async function readPhotoSet(
  source: PhotoSource,
  listed: readonly ListedPair[] | undefined,
): Promise<PhotoSet> {
  const photos: SetPhoto[] = [];
  for await (const file of source.photos()) photos.push({ file, person: personOf(file.name) });
  const set: PhotoSet = {
    photos,
    pairs: listed && resolvePairs(photos, listed),
    hasPeople: photos.every(({ person }) => person !== undefined),
  };
  requireUsable(set);
  return set;
}
