import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { errorCodeOf } from '../core/error-code.ts';
import { SettingsError } from './settings-error.ts';

const DEFAULT_FILE = 'likeness.config.json';

export interface SettingsFile {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const contents = z.record(z.string(), z.unknown());

function isAbsent(error: unknown): boolean {
  return errorCodeOf(error) === 'ENOENT';
}

function read(path: string, mustExist: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (isAbsent(cause) && !mustExist) return undefined;
    const reason = isAbsent(cause) ? 'there is no such file' : 'it cannot be read';
    throw new SettingsError([`settings file ${path}: ${reason}.`], { cause });
  }
}

function parse(path: string, json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new SettingsError([`settings file ${path}: it is not valid JSON.`], { cause });
  }
}

/**
 * Reads the file that was named, which must exist, or else `likeness.config.json` if there is one.
 *
 * @throws SettingsError
 */
export function readSettingsFile(named: string | undefined, workingDirectory: string): SettingsFile {
  const path = resolve(workingDirectory, named ?? DEFAULT_FILE);
  const json = read(path, named !== undefined);
  if (json === undefined) return { path, values: {} };
  const parsed = contents.safeParse(parse(path, json));
  if (!parsed.success) throw new SettingsError([`settings file ${path}: it must hold one JSON object.`]);
  return { path, values: parsed.data };
}
