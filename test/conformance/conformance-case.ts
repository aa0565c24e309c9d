import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { send } from '../support/server-process.ts';
import { encodeForm, type FormPart } from './encode-form.ts';

/**
 * Where a case comes from. `documented`: the vendor's page shows it; `derived`: it follows from the page or
 * from how real clients behave, and is our reading.
 */
const provenance = z.enum(['documented', 'derived']);

/** A picture, by its name in the suite, and what its file is called where that matters. */
const formFile = z.union([z.string(), z.strictObject({ picture: z.string(), fileName: z.string() })]);

const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  json: z.unknown().optional(),
  /** Form field to the names of pictures, which are given by the suite; a list repeats the field. */
  form: z.record(z.string(), z.union([formFile, z.array(formFile)])).optional(),
  fileName: z.string().optional(),
  /** Form fields that are text. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Form fields that are text and sent as files, as some libraries do. */
  files: z.record(z.string(), z.string()).optional(),
  /** Sends the parts of the form without a content type, as some libraries do. */
  bareParts: z.boolean().default(false),
});

const caseSchema = z.strictObject({
  name: z.string(),
  provenance,
  source: z.string().min(10),
  date: z.iso.date(),
  operation: z.string(),
  request: requestSchema,
  reply: z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()).default({}),
    /**
     * `"<uuid>"`, `"<text>"`, `"<number>"`, `"<time>"`, `"<webp>"` (data URL), `"<webpBase64>"`, `"<list>"` stand for any such value;
     * `"<any>"` for anything.
     */
    body: z.unknown().optional(),
  }),
  /** Values of the reply that later cases use as `{name}`: name to dotted path. */
  remember: z.record(z.string(), z.string()).default({}),
});

export type ConformanceCase = z.output<typeof caseSchema>;

/** Reads a file of cases; one without its provenance is refused. */
export async function readCases(file: URL): Promise<readonly ConformanceCase[]> {
  return z.array(caseSchema).parse(JSON.parse(await readFile(file, 'utf8')));
}

const PLACEHOLDERS: Readonly<Record<string, unknown>> = {
  '<uuid>': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  '<text>': expect.stringMatching(/./),
  '<number>': expect.any(Number),
  '<time>': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  '<webp>': expect.stringMatching(/^data:image\/webp;base64,UklGR/),
  '<webpBase64>': expect.stringMatching(/^UklGR/),
  '<list>': expect.any(Array),
  '<any>': expect.anything(),
};

function expectation(pattern: unknown, fill: (text: string) => string): unknown {
  if (typeof pattern === 'string') return PLACEHOLDERS[pattern] ?? fill(pattern);
  if (Array.isArray(pattern)) return pattern.map((item) => expectation(item, fill));
  if (pattern === null || typeof pattern !== 'object') return pattern;
  return Object.fromEntries(Object.entries(pattern).map(([key, value]) => [key, expectation(value, fill)]));
}

function valueAt(body: unknown, path: string): string {
  let value: unknown = body;
  for (const step of path.split('.'))
    value = z.record(z.string(), z.unknown()).parse({ ...Object(value) })[step];
  return z.string().parse(value);
}

export interface ConformanceWorld {
  readonly address: string;
  /** The data folder of the server. */
  readonly folder: string;
  readonly pictures: Readonly<Record<string, Uint8Array>>;
  readonly memory: Map<string, string>;
}

function requestOf(
  world: ConformanceWorld,
  { request }: ConformanceCase,
  fill: (text: string) => string,
): RequestInit {
  const { form, fields, files, json, method } = request;
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, fill(value)]));
  if (form ?? fields ?? files) {
    const { type, bytes } = encodeForm(partsOf(world, request, fill), request.bareParts);
    headers.set('content-type', type);
    return { method, headers, body: bytes };
  }
  if (json === undefined) return { method, headers };
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return { method, headers, body: fill(JSON.stringify(json)) };
}

function partsOf(
  world: ConformanceWorld,
  { form = {}, fields = {}, files = {}, fileName = 'photo.jpg' }: ConformanceCase['request'],
  fill: (text: string) => string,
): readonly FormPart[] {
  const texts = Object.entries(fields).map(([field, text]) => ({ field, bytes: Buffer.from(fill(text)) }));
  const filed = Object.entries(files).map(([field, text]) => ({
    field,
    fileName: field,
    bytes: Buffer.from(fill(text)),
  }));
  const pictures = Object.entries(form).flatMap(([field, given]) =>
    [given]
      .flat()
      .map((file) => (typeof file === 'string' ? { picture: file, fileName } : file))
      .map((file) => ({ field, fileName: file.fileName, bytes: pictureOf(world, file.picture) })),
  );
  return [...texts, ...filed, ...pictures];
}

function pictureOf(world: ConformanceWorld, name: string): Uint8Array {
  const picture = world.pictures[name];
  if (picture === undefined) throw new Error(`there is no test picture "${name}"`);
  return picture;
}

/** A reply that was as the case says. */
export interface CaseReply {
  readonly ok: boolean;
  /** Undefined when the case says nothing of it. */
  readonly body?: unknown;
}

/** Sends the case's request to the running server and holds the reply against the case. */
export async function runCase(world: ConformanceWorld, entry: ConformanceCase): Promise<CaseReply> {
  const fill = (text: string): string =>
    text.replaceAll(/\{(base64:)?(\w+)\}/g, (whole, base64: string | undefined, name: string) => {
      if (base64 !== undefined) return Buffer.from(pictureOf(world, name)).toString('base64');
      return world.memory.get(name) ?? whole;
    });
  const reply = await send(world.address, fill(entry.request.path), requestOf(world, entry, fill));
  const text = await reply.text();
  expect({ status: reply.status, text }).toMatchObject({ status: entry.reply.status });
  for (const [name, value] of Object.entries(entry.reply.headers))
    expect(reply.headers.get(name)).toBe(value);
  if (entry.reply.body === undefined) return { ok: reply.ok };
  const body: unknown = JSON.parse(text);
  expect(body).toEqual(expectation(entry.reply.body, fill));
  for (const [name, path] of Object.entries(entry.remember)) world.memory.set(name, valueAt(body, path));
  return { ok: reply.ok, body };
}
