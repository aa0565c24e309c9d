import { Fault } from '../../core/fault.ts';
import type { RawBody } from '../../dialects/contract/operation.ts';
import type { BodyParser } from './body-parser.ts';

/** `__proto__` as a name, in any spelling that JSON allows. A quick look that may be wrong but misses nothing. */
const MAYBE_PROTOTYPE = /\\u00|"__proto__"/i;

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

function parseJson(bytes: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const value: unknown = MAYBE_PROTOTYPE.test(text) ? JSON.parse(text, refusePrototype) : JSON.parse(text);
  refuseDeepNesting(value);
  return value;
}

/** More values than any request of ours has; parsing many more would hold the event loop too long. */
const MOST_COMMAS = 50_000;
const COMMA = 0x2c;

function countCommas(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(COMMA); at >= 0; at = chunk.indexOf(COMMA, at + 1)) count += 1;
  return count;
}

/** Reads JSON in UTF-8. */
export class JsonParser implements BodyParser {
  readonly #chunks: Buffer[] = [];
  #commas = 0;

  write(chunk: Buffer): void {
    this.#commas += countCommas(chunk);
    if (this.#commas > MOST_COMMAS) {
      throw new Fault('request_invalid', {
        details: { problem: `its body has more than ${MOST_COMMAS} values` },
      });
    }
    this.#chunks.push(chunk);
  }

  end(): RawBody {
    try {
      return { kind: 'json', value: parseJson(Buffer.concat(this.#chunks)) };
    } catch (cause) {
      throw new Fault('request_invalid', { details: { problem: 'its body is not valid JSON' }, cause });
    }
  }
}
