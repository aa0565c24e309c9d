import { type Client, FTPError } from 'basic-ftp';
import { Fault } from '../../core/fault.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { type RetryRules, retrying } from '../retry-rules.ts';
import { ConnectionPool, type PoolRules } from './connection-pool.ts';
import { FtpSourceError } from './ftp-source-error.ts';

/** How patient we are with a server. */
export interface FtpRules extends PoolRules, RetryRules {
  /** Longest silence. */
  readonly timeoutMs: number;
  /** Longest time that one download may take before it is broken off and resumed on another connection. */
  readonly downloadTimeoutMs: number;
}

const FIRST_LASTING_CODE = 500;

/** Whether another attempt is of use: after a broken line, or when the server is busy. */
function mayPass(error: unknown): boolean {
  if (error instanceof FTPError) return error.code < FIRST_LASTING_CODE;
  if (error instanceof FtpSourceError) return error.code === 'file_incomplete';
  return !(error instanceof Fault || error instanceof OperatorError);
}

/** Whether an error says something of what was asked for, not of the line. */
function isAnswer(error: unknown): boolean {
  return error instanceof FTPError || error instanceof FtpSourceError || !mayPass(error);
}

/** The connections to one server, and the patience with it. */
export class FtpSession {
  readonly rules: FtpRules;
  readonly #host: string;
  readonly #pool: ConnectionPool;
  readonly #closing = new AbortController();

  constructor(host: string, rules: FtpRules, open: () => Promise<Client>) {
    this.#host = host;
    this.rules = rules;
    this.#pool = new ConnectionPool(open, rules);
  }

  /**
   * Does something with a connection, again and again when the line breaks.
   *
   * @param place what it is about, as an error says it
   * @throws FTPError when the server refuses what is asked for; FtpSourceError `unreachable`, `closed`; what the work throws
   */
  async use<Result>(place: string, work: (client: Client) => Promise<Result>): Promise<Result> {
    const { signal } = this.#closing;
    const waitAfter = (error: unknown) => (mayPass(error) ? 0 : undefined);
    try {
      return await retrying(this.rules, { waitAfter, signal }, () => this.#pool.use(work));
    } catch (error) {
      if (signal.aborted) throw new FtpSourceError('closed', place);
      throw isAnswer(error) ? error : new FtpSourceError('unreachable', this.#host);
    }
  }

  close(): void {
    this.#closing.abort();
    this.#pool.close();
  }
}
