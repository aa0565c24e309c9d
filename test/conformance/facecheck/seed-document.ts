import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';

const SEED = new URL('../../../../shared/seeds/facecheck.txt', import.meta.url);

const documentSchema = z.looseObject({
  components: z.looseObject({
    schemas: z.looseObject({
      BrowserJsonResponse: z.looseObject({
        properties: z.looseObject({ output: z.looseObject({ $ref: z.string() }) }),
      }),
    }),
  }),
});

/** The vendor's OpenAPI document, as its page shows it among other text; undefined where it is not at hand. */
export async function readSeedDocument(): Promise<z.output<typeof documentSchema> | undefined> {
  const text = await readFile(SEED, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const document: unknown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  return documentSchema.parse(document);
}

/** Validators of the two kinds of replies, made from the vendor's document. */
export interface SeedValidators {
  readonly reply: ValidateFunction;
  readonly info: ValidateFunction;
}

export async function seedValidators(): Promise<SeedValidators | undefined> {
  const document = await readSeedDocument();
  if (document === undefined) return undefined;
  const { properties } = document.components.schemas.BrowserJsonResponse;
  // A reference cannot be nullable in OpenAPI 3.0; the vendor's `output` is null until the search is done.
  Object.assign(properties, { output: { anyOf: [{ type: 'null' }, properties.output] } });
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { int32: isInt32, int64: true, double: true },
  });
  ajv.addSchema(document, 'facecheck');
  const validator = (name: string): ValidateFunction =>
    ajv.compile({ $ref: `facecheck#/components/schemas/${name}` });
  return { reply: validator('BrowserJsonResponse'), info: validator('InfoResponse') };
}

const isInt32 = {
  type: 'number',
  validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
} as const;

/** What in a reply is not as the vendor's document says. */
export function problemsOf(validate: ValidateFunction, body: unknown): readonly unknown[] {
  return validate(body) ? [] : (validate.errors ?? []);
}
