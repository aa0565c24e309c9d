import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { settingsSchema } from '../config/settings.ts';

const described = z.object({
  properties: z.record(
    z.string(),
    z.object({
      type: z.string(),
      description: z.string().default(''),
      default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
      enum: z.array(z.string()).optional(),
    }),
  ),
});

type SettingDescription = z.output<typeof described>['properties'][string];

/** Flags that every command's help names; the others stand in the help of the program only. */
const NAMED_EVERYWHERE: ReadonlySet<string> = new Set(['data', 'json', 'config']);

/** `visionWorkers` as it is written on a command line: `vision-workers`. */
export function flagNameOf(settingName: string): string {
  return settingName.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function placeholderOf({ type, enum: choices }: SettingDescription): string {
  if (choices) return `<${choices.join('|')}>`;
  if (type === 'boolean') return '[true|false]';
  return type === 'integer' || type === 'number' ? '<number>' : '<text>';
}

function optionOf(name: string, setting: SettingDescription): Option {
  const text = setting.default === undefined ? '' : String(setting.default);
  const fallback = text === '' ? '' : ` (default: ${text})`;
  return new Option(`--${flagNameOf(name)} ${placeholderOf(setting)}`, `${setting.description}${fallback}`);
}

function settingDescriptions(): [string, SettingDescription][] {
  return Object.entries(described.parse(z.toJSONSchema(settingsSchema, { io: 'output' })).properties);
}

/** Gives the program one flag for every setting, so that a new setting has its flag without more ado. */
export function addSettingFlags(program: Command): void {
  for (const [name, setting] of settingDescriptions()) {
    program.addOption(optionOf(name, setting).helpGroup('Settings (also LIKENESS_* in the environment):'));
  }
}

/** Whether the help of a single command should name this flag of the program. */
export function isNamedEverywhere(option: Option): boolean {
  return NAMED_EVERYWHERE.has(option.attributeName());
}

/** The settings that were given as flags, as they were written. */
export function givenSettingFlags(program: Command): Record<string, string> {
  const options = z.record(z.string(), z.unknown()).parse(program.opts());
  return Object.fromEntries(
    settingDescriptions().flatMap(([name]) => {
      const value = options[name];
      // A flag without a value, such as --keep-originals, is true.
      return typeof value === 'string' || value === true ? [[name, String(value)]] : [];
    }),
  );
}
