import { z } from 'zod';
import { ADDRESS_VARIABLE, environmentNameOf } from './setting-names.ts';
import { settingsSchema } from './settings.ts';

const INTRODUCTION = `# Settings

<!-- Generated from src/config/settings.ts. Change it there, then run: npx vitest run test/config --update -->

A flag of the command line wins over the environment, the environment over the settings file, the file over
the default. The file is \`likeness.config.json\` in the working directory, or the one that \`--config\` or
\`LIKENESS_CONFIG\` names: one JSON object with the names of the first column. A name that does not exist is an
error, and so is a value that breaks its rule. An empty variable of the environment counts as unset.
\`${ADDRESS_VARIABLE}\` is passed over: it tells clients, such as the [examples](../examples/README.md), where a server is.

| setting | environment | value | default | what it is for |
|---|---|---|---|---|
`;

const property = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  description: z.string(),
});

function valueOf(facts: z.output<typeof property>): string {
  if (facts.enum) return facts.enum.map((word) => `\`${word}\``).join(' or ');
  if (facts.type === 'integer') return `whole number, ${facts.minimum} to ${facts.maximum}`;
  if (facts.type === 'boolean') return '`true` or `false`';
  if (facts.type === 'array') return 'texts, separated by commas; in the file a list';
  return (facts.minLength ?? 0) > 1 ? `text, at least ${facts.minLength} characters` : 'text';
}

function rowOf(name: string, schema: z.ZodType): string {
  const facts = property.parse(z.toJSONSchema(schema, { io: 'output' }));
  const text = facts.default === undefined ? '' : String(facts.default);
  const value = text === '' ? '' : `\`${text}\``;
  return `| \`${name}\` | \`${environmentNameOf(name)}\` | ${valueOf(facts)} | ${value} | ${facts.description} |\n`;
}

/** `docs/settings.md`: a table of all settings. */
export function renderSettingsDocument(): string {
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) => rowOf(name, schema));
  return INTRODUCTION + rows.join('');
}
