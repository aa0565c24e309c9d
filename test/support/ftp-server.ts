import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileSystem, type FtpConnection, type FtpServerOptions, FtpSrv } from 'ftp-srv';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import type { SelfSigned } from './self-signed-certificate.ts';

export const FTP_USER = 'anna$';
export const FTP_PASSWORD = 'p%ss word ü';

/** How a server treats one download; without anything it sends the whole file. */
export interface FtpManners {
  /** Sends so many bytes and then ends all connections. */
  readonly cutAfterBytes?: number;
  /** Sends so many bytes and then nothing more. */
  readonly stallAfterBytes?: number;
  /** Sends so many bytes and says that this was all. */
  readonly pretendsAfterBytes?: number;
}

/** What a client has asked to download. */
export interface FtpDownload {
  readonly path: string;
  readonly start: number;
}

const SILENT_LOG = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT_LOG,
};

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/** The library listens to signals forever, for each server anew, and a test run has its own way to end. */
function withoutSignals(make: () => FtpSrv): FtpSrv {
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  const made = make();
  for (const signal of SIGNALS)
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.off(signal, listener);
  return made;
}

/** An FTP server of the running test's own that serves a folder, with bad manners when told so. */
export class TestFtpServer {
  readonly downloads: FtpDownload[] = [];
  /** The folders that were listed, in turn. */
  readonly listed: string[] = [];
  readonly connections = new Set<FtpConnection>();
  logins = 0;
  /** The most connections that were logged in at the same time. */
  peak = 0;
  /** How many may be logged in at the same time. */
  mostLogins = Number.POSITIVE_INFINITY;
  /** One for each download in turn; further ones get the whole file. */
  manners: FtpManners[] = [];
  readonly port: number;

  private constructor(port: number) {
    this.port = port;
  }

  /** Serves until the test ends. */
  static async start(
    root: string,
    more: FtpServerOptions & { readonly scheme?: 'ftp' | 'ftps'; readonly selfSigned?: SelfSigned } = {},
  ): Promise<TestFtpServer> {
    const { scheme = 'ftp', selfSigned, ...options } = more;
    const made = new TestFtpServer(await freePort());
    const settings: FtpServerOptions = {
      url: `${scheme}://127.0.0.1:${made.port}`,
      pasv_url: '127.0.0.1',
      pasv_min: 30_000,
      log: SILENT_LOG,
      tls: selfSigned === undefined ? false : { key: selfSigned.key, cert: selfSigned.certificate },
      ...options,
    };
    const server = withoutSignals(() => new FtpSrv(settings));
    server.on('login', ({ connection, username, password }, resolve, reject) => {
      const isFull = made.connections.size >= made.mostLogins;
      if (username !== FTP_USER || password !== FTP_PASSWORD || isFull) {
        reject(new Error(`no ${username} with ${password}`));
        return;
      }
      made.#welcome(connection);
      resolve({ root, fs: new RudeFileSystem(connection, root, made) });
    });
    server.on('disconnect', ({ connection }) => made.connections.delete(connection));
    await server.listen();
    onTestFinished(async () => {
      await server.close();
    });
    return made;
  }

  #welcome(connection: FtpConnection): void {
    this.logins += 1;
    this.connections.add(connection);
    this.peak = Math.max(this.peak, this.connections.size);
  }

  /** Ends every connection, as a server does that is started anew. */
  async cutAll(): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.close(0, 0)));
  }
}

class RudeFileSystem extends FileSystem {
  readonly #folder: string;
  readonly #server: TestFtpServer;

  constructor(connection: FtpConnection, folder: string, server: TestFtpServer) {
    super(connection, { root: folder, cwd: '/' });
    this.#folder = folder;
    this.#server = server;
  }

  override list(path?: string): Promise<unknown> {
    this.#server.listed.push(this.cwd);
    return super.list(path);
  }

  override async read(path: string, { start = 0 }: { start?: number } = {}): Promise<Readable> {
    const file = join(this.#folder, path);
    await stat(file);
    this.#server.downloads.push({ path, start });
    const manners = this.#server.manners.shift();
    if (manners === undefined) return createReadStream(file, { start });
    const { cutAfterBytes, stallAfterBytes, pretendsAfterBytes } = manners;
    const bytes = cutAfterBytes ?? stallAfterBytes ?? pretendsAfterBytes ?? Number.POSITIVE_INFINITY;
    const stream = new Readable({ read: () => undefined });
    stream.push((await readFile(file)).subarray(start, start + bytes));
    if (pretendsAfterBytes !== undefined) stream.push(null);
    if (cutAfterBytes !== undefined) setTimeout(() => void this.connection.close(0, 0), 100);
    return stream;
  }
}
