import type { RawBody } from '../../dialects/contract/operation.ts';

/** Makes a body of chunks. Parsers throw Fault `request_invalid` and `photo_too_large`. */
export interface BodyParser {
  write(chunk: Buffer): void;
  end(): Promise<RawBody> | RawBody;
}
