import { environmentNameOf, isOurs, unknownSetting, unknownVariable } from './setting-names.ts';
import { SETTING_NAMES, type Settings, settingsSchema } from './settings.ts';
import { SettingsError } from './settings-error.ts';
import { readSettingsFile } from './settings-file.ts';

/** Where settings come from, strongest first: flags, environment, file. Undefined values count as unset. */
export interface SettingsSources {
  /** By setting name, such as `maxPhotoBytes`. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Such as `process.env`; only `LIKENESS_*` without `LIKENESS_URL` is looked at; empty values count as unset. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Settings file named by a flag; it wins over `LIKENESS_CONFIG` and must exist. */
  readonly file?: string | undefined;
  /** Where `likeness.config.json` is looked for. Default: the process's. */
  readonly workingDirectory?: string;
}

/** A value as given, and a word on where it was given. */
interface Given {
  readonly value: unknown;
  readonly origin: string;
}

const FILE_VARIABLE = 'LIKENESS_CONFIG';
const LATER =
  'PostgreSQL comes in a later version. Leave it unset; the catalog is SQLite in the data folder.';
const LATER_SETTINGS = new Set(['databaseUrl', environmentNameOf('databaseUrl')]);

class Collector {
  readonly problems: string[] = [];
  readonly given = new Map<string, Given>();

  /** Later calls win. */
  add(name: string, given: Given): void {
    if (given.value === undefined) return;
    if (SETTING_NAMES.includes(name)) this.given.set(name, given);
    else if (LATER_SETTINGS.has(name)) this.problems.push(`${name} (${given.origin}): ${LATER}`);
    else this.problems.push(unknownSetting(name, given.origin));
  }

  addVariable(variable: string, value: string): void {
    const setting = SETTING_NAMES.find((name) => environmentNameOf(name) === variable);
    if (setting !== undefined) this.given.set(setting, { value, origin: variable });
    else if (LATER_SETTINGS.has(variable)) this.problems.push(`${variable} (environment): ${LATER}`);
    else this.problems.push(unknownVariable(variable, [FILE_VARIABLE]));
  }
}

function collect(sources: SettingsSources): Collector {
  const collector = new Collector();
  const environment = Object.entries(sources.environment ?? {}).filter(
    (entry): entry is [string, string] => isOurs(entry[0]) && Boolean(entry[1]?.trim()),
  );
  const named = sources.file ?? environment.find(([name]) => name === FILE_VARIABLE)?.[1];
  const file = readSettingsFile(named, sources.workingDirectory ?? process.cwd());
  for (const [name, value] of Object.entries(file.values)) collector.add(name, { value, origin: file.path });
  for (const [name, value] of environment) if (name !== FILE_VARIABLE) collector.addVariable(name, value);
  for (const [name, value] of Object.entries(sources.flags ?? {})) {
    collector.add(name, { value, origin: 'command line' });
  }
  return collector;
}

function shownValue(name: string, value: unknown): string {
  const isSecret = Object.entries(settingsSchema.shape).some(
    ([setting, schema]) => setting === name && schema.meta()?.['secret'] === true,
  );
  return isSecret ? '' : `, but is ${JSON.stringify(value)}`;
}

function ruleProblems(
  error: { readonly issues: readonly { path: PropertyKey[]; message: string }[] },
  given: ReadonlyMap<string, Given>,
): string[] {
  return error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const source = given.get(name);
    return `${name} (${source?.origin ?? 'default'}): ${message}${shownValue(name, source?.value)}.`;
  });
}

/**
 * The settings in force: flag over environment over file over default.
 *
 * @throws SettingsError with every problem at once
 */
export function loadSettings(sources: SettingsSources): Settings {
  const { given, problems } = collect(sources);
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value]));
  const parsed = settingsSchema.safeParse(values);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new SettingsError([...problems, ...(parsed.success ? [] : ruleProblems(parsed.error, given))]);
}
