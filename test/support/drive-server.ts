import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

export const FOLDER_TYPE = 'application/vnd.google-apps.folder';
export const SHORTCUT_TYPE = 'application/vnd.google-apps.shortcut';

/** What Drive makes of the names of files that it gets without their type. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  mp4: 'video/mp4',
  zip: 'application/zip',
};

/** A file or folder on the drive. */
export interface StoredFile {
  readonly id: string;
  readonly parentId: string;
  name: string;
  mimeType: string;
  content?: Uint8Array | undefined;
  trashed?: boolean;
  isOnSharedDrive?: boolean;
  targetId?: string;
}

type Call = 'token' | 'list' | 'get' | 'download';

/** How one call is answered instead of properly. */
export interface DriveManners {
  readonly call: Call;
  readonly status: number;
  readonly reason?: string;
  readonly retryAfter?: string;
  /** Sends so many bytes of a download, and then cuts the connection. */
  readonly cutAfterBytes?: number;
}

/** Making one takes long. */
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

const claimsSchema = z.object({
  iss: z.string(),
  scope: z.string(),
  aud: z.literal('https://oauth2.googleapis.com/token'),
  iat: z.number(),
  exp: z.number(),
});

function refuse(response: ServerResponse, { status, reason = '', retryAfter }: DriveManners): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  const error = { code: status, message: `refused: ${reason}`, errors: [{ domain: 'global', reason }] };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

function answer(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** What Google Drive v3 answers to the calls that are used, and Google's token endpoint, on this machine. */
export class TestDriveServer {
  static readonly account = 'reader@photos.iam.gserviceaccount.com';
  readonly files = new Map<string, StoredFile>();
  readonly calls: { readonly call: Call; readonly path: string; readonly atMs: number }[] = [];
  /** Each is for the next call of its kind. */
  manners: DriveManners[] = [];
  /** How many bytes of files were handed to the network. */
  sentBytes = 0;
  address = '';
  readonly #tokens = new Set<string>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<TestDriveServer> {
    const made = new TestDriveServer();
    await new Promise<void>((resolve) => {
      made.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = z.object({ port: z.number() }).parse(made.#server.address());
    made.address = `http://127.0.0.1:${port}`;
    made.files.set('root-folder', {
      id: 'root-folder',
      parentId: '',
      name: 'Photos',
      mimeType: FOLDER_TYPE,
    });
    onTestFinished(() => {
      made.#server.closeAllConnections();
      made.#server.close();
    });
    return made;
  }

  /** The key of the service account, as Google Cloud writes it. */
  key(changes: Readonly<Record<string, unknown>> = {}): string {
    return JSON.stringify({
      type: 'service_account',
      project_id: 'photos',
      private_key_id: 'key-1',
      private_key: KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      client_email: TestDriveServer.account,
      // Anyone may write a key that leads elsewhere.
      token_uri: 'http://192.0.2.1/steal',
      universe_domain: 'evil.example',
      ...changes,
    });
  }

  /** Stores a file, or a folder without content. @returns its id */
  add(parentId: string, name: string, more: Partial<StoredFile> = {}): string {
    const id = `id_${this.files.size}-${parentId.length}`;
    const type = TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
    this.files.set(id, { id, parentId, name, mimeType: type, ...more });
    return id;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.address);
    const call = this.#callOf(url);
    this.calls.push({ call, path: `${url.pathname}${url.search}`, atMs: performance.now() });
    const index = this.manners.findIndex((each) => each.call === call);
    const [manners] = index === -1 ? [] : this.manners.splice(index, 1);
    if (manners !== undefined && manners.cutAfterBytes === undefined) refuse(response, manners);
    else if (call === 'token') this.#giveToken(response, await text(request));
    else if (!this.#tokens.has(request.headers.authorization ?? ''))
      refuse(response, { call, status: 401, reason: 'authError' });
    else if (call === 'list') this.#list(response, url.searchParams);
    else this.#give(response, url, manners);
  }

  #callOf(url: URL): Call {
    if (url.pathname === '/token') return 'token';
    if (url.pathname === '/drive/v3/files') return 'list';
    return url.searchParams.get('alt') === 'media' ? 'download' : 'get';
  }

  /** As RFC 7523 says, with the signature verified. */
  #giveToken(response: ServerResponse, body: string): void {
    const form = new URLSearchParams(body);
    const [header = '', payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey(KEYS.privateKey),
      Buffer.from(signature, 'base64url'),
    );
    const claims = claimsSchema.safeParse(
      isSigned ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : undefined,
    );
    const nowS = Date.now() / 1000;
    const isGood =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      claims.data?.iss === TestDriveServer.account &&
      claims.data.scope === 'https://www.googleapis.com/auth/drive.readonly' &&
      claims.data.exp > nowS;
    if (!isGood) {
      answer(response, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }, 400);
      return;
    }
    const token = `ya29.secret-${this.#tokens.size}`;
    this.#tokens.add(`Bearer ${token}`);
    answer(response, { access_token: token, expires_in: 3599, token_type: 'Bearer' });
  }

  #facts({ id, name, mimeType, content, trashed = false, targetId }: StoredFile): Record<string, unknown> {
    const target = targetId === undefined ? undefined : this.files.get(targetId);
    return {
      id,
      name,
      mimeType,
      trashed,
      modifiedTime: '2026-11-21T10:00:00.000Z',
      webViewLink: `https://drive.google.com/file/d/${id}/view`,
      ...(content && {
        size: String(content.byteLength),
        md5Checksum: createHash('md5').update(content).digest('hex'),
      }),
      ...(targetId !== undefined && {
        shortcutDetails: { targetId, targetMimeType: target?.mimeType ?? 'image/jpeg' },
      }),
    };
  }

  /** Only what was asked for, as Google does. */
  #picked(file: StoredFile, fields: string): Record<string, unknown> {
    const wanted = new Set(fields.match(/\w+/g));
    return Object.fromEntries(Object.entries(this.#facts(file)).filter(([name]) => wanted.has(name)));
  }

  #list(response: ServerResponse, query: URLSearchParams): void {
    const parentId = /^'([\w-]+)' in parents and trashed = false$/.exec(query.get('q') ?? '')?.[1];
    const allDrives =
      query.get('supportsAllDrives') === 'true' && query.get('includeItemsFromAllDrives') === 'true';
    const found = [...this.files.values()]
      .filter((file) => file.parentId === parentId && file.trashed !== true)
      .filter((file) => allDrives || file.isOnSharedDrive !== true)
      .sort((first, second) => (first.name < second.name ? -1 : 1));
    const start = Number(query.get('pageToken')?.replace('page-', '') ?? 0);
    const end = start + Number(query.get('pageSize'));
    answer(response, {
      files: found.slice(start, end).map((file) => this.#picked(file, query.get('fields') ?? '')),
      ...(end < found.length && { nextPageToken: `page-${end}` }),
    });
  }

  #give(response: ServerResponse, url: URL, manners: DriveManners | undefined): void {
    const file = this.files.get(url.pathname.replace('/drive/v3/files/', ''));
    const isVisible = file?.isOnSharedDrive !== true || url.searchParams.get('supportsAllDrives') === 'true';
    const isMedia = url.searchParams.get('alt') === 'media';
    if (file === undefined || !isVisible) refuse(response, { call: 'get', status: 404, reason: 'notFound' });
    else if (!isMedia) answer(response, this.#picked(file, url.searchParams.get('fields') ?? ''));
    else if (file.content === undefined)
      refuse(response, { call: 'download', status: 403, reason: 'fileNotDownloadable' });
    else void this.#send(response, file.content, manners?.cutAfterBytes);
  }

  async #send(response: ServerResponse, content: Uint8Array, cutAfterBytes?: number): Promise<void> {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': content.byteLength });
    for (let at = 0; at < content.byteLength && !response.destroyed; at += 65_536) {
      const piece = content.subarray(at, Math.min(at + 65_536, cutAfterBytes ?? content.byteLength));
      this.sentBytes += piece.byteLength;
      await new Promise((resolve) => {
        response.write(piece, resolve);
      });
      if (cutAfterBytes !== undefined && at + piece.byteLength >= cutAfterBytes) response.destroy();
    }
    response.end();
  }
}
