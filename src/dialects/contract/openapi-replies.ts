import { Fault, type FaultCode } from '../../core/fault.ts';
import type { Dialect } from './dialect.ts';
import type { JsonSchema, OpenApiSchemas } from './openapi-schemas.ts';
import { acceptedTypes, type Operation } from './operation.ts';

const REQUEST_ID = 'in the answer';
const FAULTS_OF_KEYS = ['key_missing', 'key_invalid', 'key_expired', 'key_scope_missing'] as const;
/** What every request may meet. */
const FAULTS_OF_ALL = ['rate_limited', 'shutting_down'] as const;
const FAULTS_OF_BODIES = [
  'request_invalid',
  'body_too_large',
  'media_type_unsupported',
  'overloaded',
] as const;

/** What `components` must hold for the replies below. */
export const REPLY_HEADERS = {
  RequestId: {
    description: 'The id of the request: the one that it came with, or a new one.',
    schema: { type: 'string' },
  },
  Note: {
    description: 'What the answer has no room for, such as which of several faces was used.',
    schema: { type: 'string' },
  },
} as const;

const HEADERS = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const HEADERS_OF_ANSWERS = { ...HEADERS, 'Likeness-Note': { $ref: '#/components/headers/Note' } };

function hasBody({ schemas }: Operation): boolean {
  return schemas.body.json !== undefined || schemas.body.multipart !== undefined;
}

/** Every fault that an operation may answer with. */
export function faultsOf(operation: Operation): readonly FaultCode[] {
  const ofKeys = operation.scope === 'anyone' ? [] : FAULTS_OF_KEYS;
  const ofBodies = hasBody(operation) ? FAULTS_OF_BODIES : [];
  return [...new Set([...ofKeys, ...FAULTS_OF_ALL, ...ofBodies, ...operation.faults])];
}

function describeFaults(codes: readonly FaultCode[], { schemas: { body } }: Operation): string {
  const details = { accepted: acceptedTypes(body) };
  return codes.map((code) => `- \`${code}\`: ${new Fault(code, { details }).remedy}`).join('\n');
}

interface DocumentedReply {
  readonly description: string;
  readonly headers: object;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

function faultReplies(
  dialect: Dialect,
  operation: Operation,
  schema: JsonSchema,
): Map<string, DocumentedReply> {
  const byStatus = new Map<number, FaultCode[]>();
  for (const code of faultsOf(operation)) {
    const status = dialect.faultStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const replies = [...byStatus].map(([status, codes]): [string, DocumentedReply] => {
    const [first = 'request_invalid'] = codes;
    const { contentType } = dialect.renderFault(new Fault(first), status, REQUEST_ID);
    return [
      String(status),
      {
        description: describeFaults(codes, operation),
        headers: HEADERS,
        content: { [contentType]: { schema } },
      },
    ];
  });
  return new Map(replies);
}

function answer(operation: Operation, schemas: OpenApiSchemas): DocumentedReply {
  const description = operation.summary;
  if (operation.replyStatus === 204) return { description, headers: HEADERS };
  const { replyContentType } = operation;
  const schema = replyContentType.endsWith('json')
    ? schemas.convert(operation.schemas.reply, 'output')
    : { type: 'string', format: 'binary' };
  return { description, headers: HEADERS_OF_ANSWERS, content: { [replyContentType]: { schema } } };
}

/** Some vendors answer their errors with the status of a good answer, or of an internal error. */
function either(good: DocumentedReply, fault: DocumentedReply | undefined): DocumentedReply {
  if (fault === undefined) return good;
  const content = Object.entries({ ...good.content, ...fault.content }).map(([type, { schema }]) => {
    const other = good.content?.[type]?.schema;
    const isSame = other === undefined || JSON.stringify(other) === JSON.stringify(schema);
    return [type, { schema: isSame ? schema : { anyOf: [other, schema] } }] as const;
  });
  const description = `${good.description}\n\nOr an error:\n\n${fault.description}`;
  return { description, headers: good.headers, content: Object.fromEntries(content) };
}

/** Every answer of an operation: the good one, its faults by status, and the internal error. */
export function repliesOf(
  dialect: Dialect,
  operation: Operation,
  schemas: OpenApiSchemas,
): Record<string, unknown> {
  const schema = schemas.convert(dialect.faultSchema, 'output');
  const { contentType } = dialect.renderBug(REQUEST_ID);
  const status = String(operation.replyStatus);
  const faults = faultReplies(dialect, operation, schema);
  return {
    ...Object.fromEntries(faults),
    [status]: either(answer(operation, schemas), faults.get(status)),
    500: either(
      { description: 'An internal error.', headers: HEADERS, content: { [contentType]: { schema } } },
      faults.get('500'),
    ),
  };
}
