import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const READING_TIME_MS = 200;

/** What a file server was asked for, and how much it sent. */
export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  sentBytes: number;
}

/** How the server treats one request; without anything it sends the whole file, or the part that is asked for. */
export interface Manners {
  /** Answers with this status and no file. */
  readonly status?: number;
  /** Sends so many bytes and then cuts the connection. */
  readonly cutAfterBytes?: number;
  /** Sends so many bytes and then nothing more. */
  readonly stallAfterBytes?: number;
  /** Takes no notice of Range. */
  readonly ignoresRange?: boolean;
  readonly entityTag?: string;
  /** Sends the reader to another path. */
  readonly redirectTo?: string;
  /** Serves something else. */
  readonly content?: Uint8Array;
}

/** An HTTP server of the test's own that serves files, with bad manners when told so. */
export class FileServer {
  readonly asked: Asked[] = [];
  /** One for each request in turn; the last one holds for all further requests. */
  manners: Manners[] = [{}];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  constructor(files: Readonly<Record<string, Uint8Array>>) {
    this.#files = new Map(Object.entries(files));
  }

  /** Starts to listen. @returns the base address, which ends in a slash */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = z.object({ port: z.number() }).parse(this.#server.address());
    return `http://127.0.0.1:${port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range, 'if-range': ifRange } = request.headers;
    const path = (request.url ?? '/').slice(1);
    const asked: Asked = {
      path,
      range,
      ifRange: typeof ifRange === 'string' ? ifRange : undefined,
      sentBytes: 0,
    };
    const manners = this.manners[Math.min(this.asked.length, this.manners.length - 1)] ?? {};
    this.asked.push(asked);
    if (manners.redirectTo !== undefined) {
      response.writeHead(302, { location: `/${manners.redirectTo}` }).end();
      return;
    }
    const content = manners.content ?? this.#files.get(path);
    if (manners.status !== undefined || content === undefined) {
      response.writeHead(manners.status ?? 404).end('no such file');
      return;
    }
    send(response, { content, manners, asked });
  }
}

function send(
  response: ServerResponse,
  { content, manners, asked }: { content: Uint8Array; manners: Manners; asked: Asked },
): void {
  const isSame = asked.ifRange === undefined || asked.ifRange === manners.entityTag;
  const start = manners.ignoresRange === true || !isSame ? 0 : startOf(asked.range);
  if (start >= content.byteLength) {
    response.writeHead(416).end();
    return;
  }
  const body = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.byteLength,
    ...(start > 0 && {
      'content-range': `bytes ${start}-${content.byteLength - 1}/${content.byteLength}`,
    }),
    ...(manners.entityTag !== undefined && { etag: manners.entityTag }),
  });
  const limitBytes = manners.cutAfterBytes ?? manners.stallAfterBytes ?? body.byteLength;
  const sent = body.subarray(0, limitBytes);
  asked.sentBytes = sent.byteLength;
  response.write(sent, () => {
    // A reader forgets what it has received and not yet looked at when the connection breaks: give it time to look.
    if (manners.cutAfterBytes !== undefined) setTimeout(() => response.destroy(), READING_TIME_MS);
    else if (manners.stallAfterBytes === undefined) response.end();
  });
}

function startOf(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
}
