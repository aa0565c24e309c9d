import { OperatorError } from '../operator-error.ts';

/** Two photos of a list and what the list says of them. */
export interface ListedPair {
  /** As the list names it, such as `Person/Person_0001.jpg`. */
  readonly first: string;
  readonly second: string;
  readonly samePerson: boolean;
  /** Part of the list that is left out when the threshold for it is chosen; undefined when the list has none. */
  readonly fold?: number | undefined;
  /** Where the list has it, from 1. */
  readonly line: number;
}

interface Line {
  readonly text: string;
  readonly number: number;
}

const REMEDY =
  'Give an LFW list ("folds pairs" on the first line, then "name 1 2" or "name 1 other 2") or lines of "path,path,1".';
const SAME: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
]);

function wrongLine({ number }: Line, problem: string): OperatorError {
  return new OperatorError(`Line ${number} of the list of pairs ${problem}.`, REMEDY);
}

function linesOf(text: string): Line[] {
  return text
    .replace(/^\u{FEFF}/u, '')
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== '');
}

/** Fields between commas; a field in quotes may hold commas and doubled quotes. */
function fieldsOf(line: Line): string[] {
  const fields = line.text.match(/("(?:[^"]|"")*"|[^,"]*)(?:,|$)/g) ?? [];
  const plain = fields.map((field) => field.replace(/,$/, '').trim());
  // The expression also matches the empty text at the end of the line.
  if (!line.text.endsWith(',')) plain.pop();
  return plain.map((field) => field.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'));
}

function pairOfFields(line: Line): ListedPair {
  const [first = '', second = '', same = '', ...rest] = fieldsOf(line);
  const samePerson = SAME.get(same.toLowerCase());
  if (first === '' || second === '' || rest.length > 0) throw wrongLine(line, 'is not "path,path,1"');
  if (samePerson === undefined) throw wrongLine(line, `says "${same}" where 1 (same person) or 0 is meant`);
  return { first, second, samePerson, line: line.number };
}

function isHeading(line: Line): boolean {
  const [, , same] = fieldsOf(line);
  return same !== undefined && /^[a-z_ ]+$/i.test(same) && !SAME.has(same.toLowerCase());
}

function photoName(person: string, number: string): string {
  return `${person}/${person}_${number.padStart(4, '0')}.jpg`;
}

function pairOfNames(line: Line, fold: number): ListedPair {
  const words = line.text.split(line.text.includes('\t') ? /\t+/ : /\s+/);
  const [person = '', number = '', third = '', fourth] = words;
  const samePerson = words.length === 3;
  const numbers = samePerson ? [number, third] : [number, fourth ?? ''];
  if (words.length < 3 || words.length > 4) throw wrongLine(line, 'has neither three nor four words');
  if (numbers.some((each) => !/^\d+$/.test(each)))
    throw wrongLine(line, 'has no number where a photo is meant');
  const second = samePerson ? photoName(person, third) : photoName(third, fourth ?? '');
  return { first: photoName(person, number), second, samePerson, fold, line: line.number };
}

/** LFW's own form: folds and pairs of each kind in a fold; a single number says one fold. */
function lfwPairs(header: Line, lines: readonly Line[]): ListedPair[] {
  const numbers = header.text.split(/\s+/).map(Number);
  const [pairsPerKind = 0, folds = 1] = numbers.reverse();
  const expected = 2 * folds * pairsPerKind;
  if (lines.length !== expected) {
    throw wrongLine(header, `announces ${expected} pairs, but ${lines.length} follow`);
  }
  return lines.map((line, index) => pairOfNames(line, Math.floor(index / (2 * pairsPerKind))));
}

/**
 * A list of pairs: LFW's `pairs.txt` (http://vis-www.cs.umass.edu/lfw/, "View 2"), where photos are called
 * `name/name_0001.jpg`, or lines of `path,path,same` with or without a heading.
 *
 * @throws OperatorError that names the line which cannot be understood
 */
export function parsePairs(text: string): ListedPair[] {
  const [header, ...lines] = linesOf(text);
  if (header === undefined || lines.length === 0) {
    throw new OperatorError('The list of pairs is empty.', REMEDY);
  }
  if (/^\d+(\s+\d+)?$/.test(header.text)) return lfwPairs(header, lines);
  if (!header.text.includes(',')) throw wrongLine(header, 'is neither "folds pairs" nor "path,path,1"');
  return (isHeading(header) ? lines : [header, ...lines]).map(pairOfFields);
}
