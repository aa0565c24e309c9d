import type { Readable } from 'node:stream';
import type { drive_v3 } from '@googleapis/drive';
import { JWT } from 'google-auth-library';
import { Fault } from '../../core/fault.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { type RetryRules, retrying } from '../retry-rules.ts';
import { mayPass, refusalOf } from './drive-refusal.ts';
import { type DriveFile, type DrivePage, FILE_FIELDS, parseFile, parsePage } from './drive-replies.ts';
import { DriveSourceError } from './drive-source-error.ts';
import type { ServiceAccountKey } from './service-account-key.ts';

/** How patient we are with Google. */
export interface DriveRules extends RetryRules {
  /** Longest time that a question may take. */
  readonly timeoutMs: number;
  /** Longest time that a download may take. */
  readonly downloadTimeoutMs: number;
  /** How many files are listed at once, at most 1000. */
  readonly pageFiles: number;
}

/** Where Google is asked, when not at its own addresses. */
export interface DriveAddresses {
  /** Of the API, such as that of a proxy, without the path. */
  readonly root?: string | undefined;
  /** That tokens are fetched from. */
  readonly token?: string | undefined;
}

const SCOPE = 'https://www.googleapis.com/auth/drive.readonly';
const TOKEN_HOST = 'oauth2.googleapis.com';

/** Tokens for the calls of a service account. What fails is tried again here, not in the library. */
function authenticate(key: ServiceAccountKey, { token }: DriveAddresses, timeoutMs: number): JWT {
  const account = new JWT({
    email: key.email,
    key: key.privateKey,
    ...(key.keyId !== undefined && { keyId: key.keyId }),
    scopes: [SCOPE],
    transporterOptions: { timeout: timeoutMs, retryConfig: { retry: 0 } },
  });
  if (token === undefined) return account;
  account.transporter.interceptors.request.add({
    async resolved(request) {
      return request.url.hostname === TOKEN_HOST ? Object.assign(request, { url: new URL(token) }) : request;
    },
  });
  return account;
}

/** Whether an error says something of what was asked for, not of the line. */
function isAnswer(error: unknown): error is Fault | OperatorError {
  return error instanceof Fault || error instanceof OperatorError;
}

/** How long to wait before another attempt; undefined when none is of use. */
function waitAfter(error: unknown): number | undefined {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return mayPass(refusal) ? refusal.waitMs : undefined;
  const isIncomplete = error instanceof DriveSourceError && error.code === 'file_incomplete';
  return isIncomplete || !isAnswer(error) ? 0 : undefined;
}

/** Google's own client, with patience, and with errors that hold no secrets. */
export class DriveClient {
  /** The address of the service account. */
  readonly account: string;
  readonly #files: drive_v3.Resource$Files;
  readonly #rules: DriveRules;
  readonly #closing = new AbortController();

  private constructor(account: string, files: drive_v3.Resource$Files, rules: DriveRules) {
    this.account = account;
    this.#files = files;
    this.#rules = rules;
  }

  /** Loads the library, which takes a while, only now. Google is not asked yet. */
  static async open(
    key: ServiceAccountKey,
    addresses: DriveAddresses,
    rules: DriveRules,
  ): Promise<DriveClient> {
    const { drive } = await import('@googleapis/drive');
    const { files } = drive({
      version: 'v3',
      auth: authenticate(key, addresses, rules.timeoutMs),
      retry: false,
      timeout: rules.timeoutMs,
      ...(addresses.root !== undefined && { rootUrl: addresses.root }),
    });
    return new DriveClient(key.email, files, rules);
  }

  /** @throws DriveRefusal; DriveSourceError `key_refused`, `unreachable`, `closed` */
  async file(fileId: string): Promise<DriveFile> {
    const reply = await this.#ask(fileId, (signal) =>
      this.#files.get({ fileId, fields: FILE_FIELDS, supportsAllDrives: true }, { signal }),
    );
    return parseFile(reply.data);
  }

  /** A part of the list of a folder, sorted by name, without what is in the bin. @throws as `file` */
  async page(folderId: string, pageToken: string | undefined): Promise<DrivePage> {
    const question = {
      q: `'${folderId}' in parents and trashed = false`,
      fields: `nextPageToken,files(${FILE_FIELDS})`,
      orderBy: 'name',
      pageSize: this.#rules.pageFiles,
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
      ...(pageToken !== undefined && { pageToken }),
    };
    const reply = await this.#ask(folderId, (signal) => this.#files.list(question, { signal }));
    return parsePage(reply.data);
  }

  /**
   * Reads the bytes of a file, anew when that is broken off.
   *
   * @throws as `file`; what `collect` throws, if it is an OperatorError or a Fault, without another attempt
   */
  content(fileId: string, collect: (pieces: Readable) => Promise<Uint8Array>): Promise<Uint8Array> {
    const question = { fileId, alt: 'media', supportsAllDrives: true };
    return this.#ask(fileId, async (signal) => {
      const timeout = this.#rules.downloadTimeoutMs;
      const reply = await this.#files.get(question, { signal, timeout, responseType: 'stream' });
      return collect(reply.data);
    });
  }

  close(): void {
    this.#closing.abort();
  }

  async #ask<Reply>(place: string, call: (signal: AbortSignal) => Promise<Reply>): Promise<Reply> {
    const { signal } = this.#closing;
    try {
      return await retrying(this.#rules, { waitAfter, signal }, () => call(signal));
    } catch (error) {
      if (signal.aborted) throw new DriveSourceError('closed', { place });
      throw this.#translate(error);
    }
  }

  #translate(error: unknown): Error {
    const { account } = this;
    const refusal = refusalOf(error);
    if (refusal?.isOfKey === true && !mayPass(refusal))
      return new DriveSourceError('key_refused', { account });
    if (refusal !== undefined && !mayPass(refusal)) return refusal;
    return isAnswer(error) ? error : new DriveSourceError('unreachable', {});
  }
}
