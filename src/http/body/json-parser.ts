import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Fault } from '../../core/fault.ts';
import type { RawBody } from '../../dialects/contract/operation.ts';
import type { BodyParser } from './body-parser.ts';
import { ValueCounter } from './value-counter.ts';

/** Some programs begin every text with it. */
const BYTE_ORDER_MARK = /^\uFEFF/;
const SMALL_BODY_BYTES = 1024 * 1024;

/** `__proto__` as a name, in any spelling that JSON allows. A quick look that may be wrong but misses nothing. */
const PROTOTYPE_SIGNS = ['\\u00', '"__proto__"'];

function refusePrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new SyntaxError('the name __proto__ is not allowed');
  return value;
}

/** Deeper than any request of ours, and far from what would exhaust the stack of those who walk the value. */
const DEEPEST_NESTING = 200;

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function refuseDeepNesting(value: unknown): void {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_NESTING) throw new SyntaxError(`it is nested more than ${DEEPEST_NESTING} deep`);
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
}

/** Gives everybody else a turn: each step below takes up to some tens of milliseconds for the largest bodies. */
async function yieldIfLarge(bytes: Buffer): Promise<void> {
  if (bytes.byteLength > SMALL_BODY_BYTES) await nextTurn();
}

async function parseJson(chunks: readonly Buffer[]): Promise<unknown> {
  const bytes = Buffer.concat(chunks);
  await yieldIfLarge(bytes);
  if (!isUtf8(bytes)) throw new SyntaxError('it is not UTF-8');
  const mayNamePrototype = PROTOTYPE_SIGNS.some((sign) => bytes.includes(sign));
  const text = bytes.toString('utf8').replace(BYTE_ORDER_MARK, '');
  await yieldIfLarge(bytes);
  const value: unknown = mayNamePrototype ? JSON.parse(text, refusePrototype) : JSON.parse(text);
  refuseDeepNesting(value);
  await yieldIfLarge(bytes);
  return value;
}

/** More values than any request of ours has; parsing many more would hold the event loop too long. */
const MOST_VALUES = 50_000;

/** Reads JSON in UTF-8. */
export class JsonParser implements BodyParser {
  readonly #chunks: Buffer[] = [];
  readonly #values = new ValueCounter();

  write(chunk: Buffer): void {
    if (this.#values.countIn(chunk) > MOST_VALUES) {
      throw new Fault('request_invalid', {
        details: { problem: `its body has more than ${MOST_VALUES} values` },
      });
    }
    this.#chunks.push(chunk);
  }

  async end(): Promise<RawBody> {
    try {
      return { kind: 'json', value: await parseJson(this.#chunks) };
    } catch (cause) {
      throw new Fault('request_invalid', { details: { problem: 'its body is not valid JSON' }, cause });
    }
  }
}
