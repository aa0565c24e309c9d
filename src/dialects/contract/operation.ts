import { z } from 'zod';
import { Fault, type FaultCode } from '../../core/fault.ts';
import type { Key, Scope } from '../../core/key.ts';
import type { Services } from '../../services/services.ts';

/** A request after transport: nothing of it is trusted yet. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: RawBody;
  readonly key: Key;
  readonly note: AddNote;
  readonly signal: AbortSignal;
  readonly gone: AbortSignal;
}

/**
 * Tells the caller something beside the answer, such as which of several faces was used. Goes out in the
 * header `Likeness-Note`, because some vendors' answers have no room for it. Plain ASCII.
 */
export type AddNote = (note: string) => void;

/** In a multipart body each field is a string, an `Upload`, or an array of them when it was repeated. */
export type RawBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'multipart'; readonly value: Readonly<Record<string, unknown>> };

/**
 * The forms in which an operation takes its body; others are refused with `media_type_unsupported`.
 * `none` says what stands for a body that is absent; without it a body is required.
 */
export interface BodySchemas<Body> {
  readonly json?: z.ZodType<Body>;
  readonly multipart?: z.ZodType<Body>;
  readonly none?: z.ZodType<Body>;
  /** With `none`: bodies of other types are ignored instead of refused. */
  readonly ignoresOthers?: true;
}

/** For operations without parameters or query: whatever comes is ignored. */
export const nothing: z.ZodType<undefined> = z.unknown().transform(() => undefined);

/** For operations of ours without a query: a parameter is a mistake and said to be one. */
export const noQuery: z.ZodType = z.strictObject({});

/** For operations without a body: whatever comes is ignored. */
export const noBody: BodySchemas<undefined> = { none: nothing };

/** Who may ask: the holder of a key with a scope, or anyone, as a monitor that asks whether the server is there. */
export type OperationScope = Scope | 'anyone';

/** Types of replies that are sent while they come. */
export const STREAMED_TYPES = ['text/event-stream', 'text/csv'] as const;

function isTextStream(value: unknown): value is AsyncIterable<string> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** For replies that are sent while they come. */
export const textStream = z.custom<AsyncIterable<string>>(isTextStream);

export interface OperationReply<Reply> {
  readonly status: 200 | 201 | 202 | 204;
  readonly schema: z.ZodType<unknown, Reply>;
  /**
   * Default `application/json`. With another type the reply is the bytes themselves; text that is sent while it comes is
   * an `AsyncIterable` of strings.
   */
  readonly contentType?:
    | 'application/json'
    | 'image/webp'
    | 'application/octet-stream'
    | (typeof STREAMED_TYPES)[number];
}

export interface OperationRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** One that may use nothing where anyone may ask. */
  readonly key: Key;
  readonly note: AddNote;
  /**
   * Says that waiting is of no more use: the server begins to stop (its reason is Fault `shutting_down`), or the client
   * has closed its connection. Work that was begun may ignore it.
   */
  readonly signal: AbortSignal;
  /** Says that the client has closed its connection: nobody waits for the answer, and what it costs is spent for nothing. */
  readonly gone: AbortSignal;
}

/** What a dialect states about one operation: everything else is derived from it. */
export interface OperationDefinition<Params, Query, Body, Reply> {
  /** Unique in the dialect; the OpenAPI operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** Where the vendor documents it. */
  readonly source: string;
  readonly scope: OperationScope;
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  readonly body: BodySchemas<Body>;
  readonly reply: OperationReply<Reply>;
  /** Faults that a caller should expect beyond those of every request. */
  readonly faults: readonly FaultCode[];
  handle(request: OperationRequest<Params, Query, Body>, services: Services): Promise<Reply>;
}

/** An operation whose types are sealed: it parses what comes in and what goes out. */
export interface Operation
  extends Pick<
    OperationDefinition<unknown, unknown, unknown, never>,
    'name' | 'method' | 'path' | 'summary' | 'source' | 'scope' | 'faults'
  > {
  readonly schemas: {
    readonly params: z.ZodType;
    readonly query: z.ZodType;
    readonly body: BodySchemas<unknown>;
    readonly reply: z.ZodType;
  };
  readonly replyStatus: number;
  readonly replyContentType: string;
  /**
   * Validates the request, handles it, validates the reply and returns it as it is to be sent.
   *
   * @throws Fault `request_invalid`, `media_type_unsupported`, and those of the service
   * @throws Error when the reply breaks its own schema, which is a bug
   */
  invoke(request: RawRequest, services: Services): Promise<unknown>;
}

const MOST_PROBLEMS = 5;
const LONGEST_PROBLEM = 300;

/** The commonest messages of the schema library, in words for people who do not know it. */
function plainWords(message: string): string {
  if (message.endsWith('received undefined')) return 'is missing';
  if (message.endsWith('received NaN')) return 'must be a number';
  if (message === 'Too small: expected string to have >=1 characters') return 'must not be empty';
  return message.replace('Invalid input: expected', 'must be').replace(', received', ', not');
}

function problemOf(error: z.ZodError, part: string): string {
  return error.issues
    .slice(0, MOST_PROBLEMS)
    .map((issue) => `${[part, ...issue.path].join('.')}: ${plainWords(issue.message)}`)
    .map((problem) =>
      problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}...` : problem,
    )
    .join('; ');
}

function parsePart<Value>(schema: z.ZodType<Value>, value: unknown, part: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Fault('request_invalid', { details: { problem: problemOf(parsed.error, part) } });
}

/** The content types in which an operation takes its body, as people read them. */
export function acceptedTypes(schemas: BodySchemas<unknown>): string {
  return [
    ...(schemas.json ? ['application/json'] : []),
    ...(schemas.multipart ? ['multipart/form-data'] : []),
  ].join(', ');
}

function parseBody<Body>(schemas: BodySchemas<Body>, body: RawBody): Body {
  if (body.kind === 'json' && schemas.json) return parsePart(schemas.json, body.value, 'body');
  if (body.kind === 'multipart' && schemas.multipart) return parsePart(schemas.multipart, body.value, 'form');
  if (schemas.none) return parsePart(schemas.none, undefined, 'body');
  const accepted = acceptedTypes(schemas);
  if (body.kind === 'none') {
    throw new Fault('request_invalid', { details: { problem: `it needs a body of ${accepted}` } });
  }
  const contentType = body.kind === 'json' ? 'application/json' : 'multipart/form-data';
  throw new Fault('media_type_unsupported', { details: { contentType, accepted } });
}

/** Seals a definition: the types of its schemas flow into its handler, and its reply must fit its schema. */
export function defineOperation<Params, Query, Body, Reply>(
  definition: OperationDefinition<Params, Query, Body, Reply>,
): Operation {
  const { params, query, body, reply, ...facts } = definition;
  return {
    ...facts,
    schemas: { params, query, body, reply: reply.schema },
    replyStatus: reply.status,
    replyContentType: reply.contentType ?? 'application/json',
    async invoke(request, services) {
      const answer = await definition.handle(
        {
          params: parsePart(params, request.params, 'path'),
          query: parsePart(query, request.query, 'query'),
          body: parseBody(body, request.body),
          key: request.key,
          note: request.note,
          signal: request.signal,
          gone: request.gone,
        },
        services,
      );
      const checked = reply.schema.safeParse(answer);
      if (checked.success) return checked.data;
      throw new Error(
        `the reply of ${definition.name} breaks its schema: ${problemOf(checked.error, 'reply')}`,
      );
    },
  };
}
