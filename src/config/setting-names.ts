import { closest, distance } from 'fastest-levenshtein';
import { SETTING_NAMES } from './settings.ts';

const PREFIX = 'LIKENESS_';
const FARTHEST_TYPO = 4;

/** Tells clients, such as our examples, where a server is. It is none of a server's settings, and none of its errors. */
export const ADDRESS_VARIABLE = 'LIKENESS_URL';

/** `maxPhotoBytes` is `LIKENESS_MAX_PHOTO_BYTES` in the environment. */
export function environmentNameOf(setting: string): string {
  return PREFIX + setting.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Whether a variable of the environment is meant for Likeness itself, not for its clients. */
export function isOurs(variable: string): boolean {
  return variable.startsWith(PREFIX) && variable !== ADDRESS_VARIABLE;
}

function suggestionAmong(name: string, known: readonly string[]): string {
  const nearest = closest(
    name.toLowerCase(),
    known.map((word) => word.toLowerCase()),
  );
  const match = known.find((word) => word.toLowerCase() === nearest);
  if (match === undefined || distance(name.toLowerCase(), nearest) > FARTHEST_TYPO) return '';
  return ` Did you mean ${match}?`;
}

/** Says that a setting of the file or the command line does not exist, and which one may be meant. */
export function unknownSetting(name: string, origin: string): string {
  return `${name} (${origin}): there is no such setting.${suggestionAmong(name, SETTING_NAMES)}`;
}

/** Says that a variable of the environment does not exist, and which one may be meant. */
export function unknownVariable(name: string, furtherNames: readonly string[]): string {
  const known = [...SETTING_NAMES.map(environmentNameOf), ...furtherNames];
  return `${name} (environment): there is no such setting.${suggestionAmong(name, known)}`;
}
