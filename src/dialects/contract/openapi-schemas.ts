import { z } from 'zod';

/** A JSON Schema of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';
const wrapped = z.object({
  properties: z.object({ root: z.record(z.string(), z.unknown()) }),
  $defs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
const reference = z.object({ $ref: z.string().startsWith(COMPONENTS) });
const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

/** The bounds that zod gives to every whole number say nothing. */
function isNoise(value: unknown): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
}

/** Refers to `components` instead of to definitions. */
function rewriteSchema(schema: object, names: ReadonlyMap<string, string>): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([, value]) => !isNoise(value))
    .map(([key, value]: [string, unknown]): [string, unknown] => {
      if (key !== '$ref' || typeof value !== 'string') return [key, rewrite(value, names)];
      const name = value.slice(DEFINITIONS.length);
      return [key, COMPONENTS + (names.get(name) ?? name)];
    });
  return Object.fromEntries(entries);
}

function rewrite(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, names));
  return typeof value === 'object' && value !== null ? rewriteSchema(value, names) : value;
}

/** Turns zod schemas into JSON Schemas and gathers what they share under `components`. */
export class OpenApiSchemas {
  readonly #components = new Map<string, JsonSchema>();
  readonly #names = new Map<string, string>();

  /** `input`: what a client may send; `output`: what it gets. */
  convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    // Inside an object even a schema that refers to itself becomes a definition.
    const json = z.toJSONSchema(z.object({ root: schema }), { io, unrepresentable: 'any' });
    const { properties, $defs } = wrapped.parse(json);
    const names = new Map<string, string>();
    for (const [name, definition] of Object.entries($defs)) names.set(name, this.#nameOf(name, definition));
    for (const [name, definition] of Object.entries($defs)) {
      this.#components.set(names.get(name) ?? name, rewriteSchema(definition, names));
    }
    return rewriteSchema(properties.root, names);
  }

  /** The properties of an object schema that was converted, none of anything else. */
  propertiesOf(schema: JsonSchema): z.output<typeof objectSchema> {
    const { data: shared } = reference.safeParse(schema);
    const target = shared ? this.#components.get(shared.$ref.slice(COMPONENTS.length)) : schema;
    return objectSchema.parse(target);
  }

  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#components].sort(([first], [second]) => (first < second ? -1 : 1)));
  }

  /** The same definition keeps its name; another one of the same name, or one without a name, gets a new one. */
  #nameOf(name: string, definition: JsonSchema): string {
    const fingerprint = name + JSON.stringify(definition);
    const known = this.#names.get(fingerprint);
    if (known !== undefined) return known;
    const wanted = name.startsWith('__') ? 'Schema' : name;
    const taken = new Set(this.#names.values());
    let unique = wanted;
    for (let number = 2; taken.has(unique); number += 1) unique = `${wanted}${number}`;
    this.#names.set(fingerprint, unique);
    return unique;
  }
}
