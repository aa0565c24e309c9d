import { z } from 'zod';
import { Fault, type FaultCode, isFaultCode } from '../../src/core/fault.ts';
import type { Dialect } from '../../src/dialects/contract/dialect.ts';
import { defineOperation, noBody, nothing, type Operation } from '../../src/dialects/contract/operation.ts';
import { base64Field, type Upload, uploadField } from '../../src/dialects/contract/upload.ts';
import { USUAL_FAULT_STATUS } from '../../src/dialects/contract/usual-fault-status.ts';

/** What a test may make happen inside an operation. */
export interface ToyHooks {
  /** Called by `POST /toy/slow`; the answer waits for it. */
  slow?(signal: AbortSignal, gone: AbortSignal): Promise<void>;
  /** Called by every operation with a body. */
  received?(): void;
}

const SOURCE = 'https://toy.example/docs';
const shared = { source: SOURCE, params: nothing, query: nothing, body: noBody, faults: [] } as const;
const nameParams = z.object({ name: z.string().describe('Name of the item.') });
const itemSchema = z
  .object({ name: z.string(), query: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Item' });

function lengthOf(value: string | Upload): string {
  return typeof value === 'string' ? value : `${value.fileName ?? '(no name)'}:${value.bytes.byteLength}`;
}

function one(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

const getItem = defineOperation({
  ...shared,
  name: 'getItem',
  method: 'GET',
  path: '/toy/items/:name',
  summary: 'Show an item',
  scope: 'read',
  params: nameParams,
  query: z.looseObject({ limit: z.coerce.number().int().optional().describe('How many.') }),
  reply: { status: 200, schema: itemSchema },
  faults: ['gallery_not_found'],
  handle: async ({ params, query }) => ({ name: params.name, query }),
});

const deleteItem = defineOperation({
  ...shared,
  name: 'deleteItem',
  method: 'DELETE',
  path: '/toy/items/:name',
  summary: 'Delete an item',
  scope: 'write',
  params: nameParams,
  reply: { status: 204, schema: z.undefined() },
  handle: async () => undefined,
});

const getPicture = defineOperation({
  ...shared,
  name: 'getPicture',
  method: 'GET',
  path: '/toy/picture',
  summary: 'A picture',
  scope: 'read',
  reply: { status: 200, schema: z.instanceof(Uint8Array), contentType: 'image/webp' },
  handle: async () => new Uint8Array([1, 2, 3]),
});

const throwFault = defineOperation({
  ...shared,
  name: 'throwFault',
  method: 'GET',
  path: '/toy/faults/:code',
  summary: 'Fail',
  scope: 'read',
  params: z.object({ code: z.string().refine(isFaultCode) }),
  reply: { status: 200, schema: z.undefined() },
  handle: async ({ params }) => {
    const code: FaultCode | undefined = isFaultCode(params.code) ? params.code : undefined;
    throw new Fault(code ?? 'request_invalid', { cause: new Error('the cause behind it') });
  },
});

const throwBug = defineOperation({
  ...shared,
  name: 'throwBug',
  method: 'GET',
  path: '/toy/bug',
  summary: 'Fail badly',
  scope: 'read',
  reply: { status: 200, schema: z.undefined() },
  handle: async () => {
    throw new TypeError('table faces has no column named secret_internals');
  },
});

function echoOf(hooks: ToyHooks): Operation {
  const file = uploadField('A file.');
  return defineOperation({
    ...shared,
    name: 'echo',
    method: 'POST',
    path: '/toy/echo',
    summary: 'Say what arrived',
    scope: 'write',
    body: {
      json: z.unknown().transform((value) => ({ form: 'json', fields: { value } })),
      multipart: z
        .record(z.string(), z.union([z.string(), file, z.array(z.union([z.string(), file]))]))
        .transform((form) => ({
          form: 'multipart',
          fields: Object.fromEntries(
            Object.entries(form).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.map(lengthOf) : lengthOf(value),
            ]),
          ),
        })),
      none: z.undefined().transform(() => ({ form: 'none', fields: {} })),
    },
    reply: { status: 200, schema: z.object({ form: z.string(), fields: z.record(z.string(), z.unknown()) }) },
    handle: async ({ body, note }) => {
      hooks.received?.();
      for (const name of Object.keys(body.fields)) note(`field ${name}`);
      return { form: body.form, fields: body.fields };
    },
  });
}

function slowOf(hooks: ToyHooks): Operation {
  return defineOperation({
    ...shared,
    name: 'slow',
    method: 'POST',
    path: '/toy/slow',
    summary: 'Take a while',
    scope: 'write',
    body: { json: z.looseObject({ image: base64Field('A picture.').optional() }) },
    reply: { status: 200, schema: z.object({ done: z.boolean() }) },
    faults: ['no_face'],
    handle: async ({ signal, gone }) => {
      await hooks.slow?.(signal, gone);
      return { done: true };
    },
  });
}

const uploadPhoto = defineOperation({
  ...shared,
  name: 'uploadPhoto',
  method: 'POST',
  path: '/toy/photos',
  summary: 'Store photos',
  scope: 'write',
  body: {
    multipart: z.object({ photo: z.union([uploadField('A photo.'), z.array(uploadField('A photo.'))]) }),
  },
  reply: { status: 201, schema: z.object({ photos: z.number().int() }) },
  handle: async ({ body }) => ({ photos: one(body.photo).length }),
});

/** A dialect that belongs to no vendor and shows everything that the server can do. */
export function toyDialect(hooks: ToyHooks = {}): Dialect {
  return {
    id: 'toy',
    title: 'Toy <dialect>',
    version: '7',
    description: 'For tests.',
    operations: [
      getItem,
      deleteItem,
      getPicture,
      throwFault,
      throwBug,
      echoOf(hooks),
      slowOf(hooks),
      uploadPhoto,
    ],
    faultStatus: USUAL_FAULT_STATUS,
    faultSchema: z
      .object({ toyError: z.string(), code: z.string(), id: z.string() })
      .meta({ id: 'ToyError' }),
    renderFault: (fault, status, id) => ({
      contentType: 'application/toy+json',
      body: { toyError: fault.message, code: fault.code, status, id },
    }),
    renderBug: (id) => ({
      contentType: 'application/toy+json',
      body: { toyError: 'Sorry.', code: 'bug', status: 500, id },
    }),
  };
}
