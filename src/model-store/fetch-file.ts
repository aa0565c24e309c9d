import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../core/operator-error.ts';
import { sha256OfFile } from './file-hash.ts';
import { PartFile, removeAbandonedParts } from './part-file.ts';
import { transfer } from './transfer.ts';
import { TransferError } from './transfer-error.ts';
import type { FetchRules, OnReceived, WantedFile } from './wanted-file.ts';

/** Why an address did not give the file. */
interface Trouble {
  readonly sentence: string;
  readonly error: unknown;
}

const MOST_PAUSE_MS = 30_000;

/** Makes what a folder lists survive a crash. Windows cannot, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Fetches one file from its addresses into a part, one address after the other. */
class FileFetch {
  readonly #wanted: WantedFile;
  readonly #rules: FetchRules;
  readonly #part: PartFile;
  readonly #onReceived: OnReceived;

  constructor(wanted: WantedFile, rules: FetchRules, part: PartFile, onReceived: OnReceived) {
    this.#wanted = wanted;
    this.#rules = rules;
    this.#part = part;
    this.#onReceived = onReceived;
  }

  /** Resolves when the part holds exactly the wanted file. @throws OperatorError that names each address's trouble */
  async run(): Promise<void> {
    const troubles: Trouble[] = [];
    for (const address of this.#wanted.addresses) {
      this.#part.changeServer();
      const trouble = await this.#fetchFrom(address);
      if (trouble === undefined) return;
      troubles.push(trouble);
    }
    const sentences = troubles.map(({ sentence }) => sentence).join('; ');
    throw new OperatorError(
      `The model ${this.#wanted.file} could not be fetched: ${sentences}.`,
      'Try again: what has arrived is kept. Or get the file elsewhere (MODELS.md says where it comes from) and put it into the folder of LIKENESS_MODELS.',
      troubles.at(-1)?.error,
    );
  }

  async #fetchFrom(address: string): Promise<Trouble | undefined> {
    const { attempts, firstPauseMs } = this.#rules;
    let trouble: TransferError | undefined;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await sleep(Math.min(firstPauseMs * 2 ** (attempt - 1), MOST_PAUSE_MS));
      // The beginning may be that of another file: only a whole one tells.
      const resumes = this.#part.bytes > 0;
      trouble = await this.#attempt(address);
      if (trouble === undefined) return undefined;
      if (trouble.verdict === 'wrong-file') await this.#part.empty();
      if (trouble.verdict === 'elsewhere' || (trouble.verdict === 'wrong-file' && !resumes)) break;
    }
    return { sentence: `${address} ${trouble?.message ?? 'was not asked'}`, error: trouble };
  }

  async #attempt(address: string): Promise<TransferError | undefined> {
    const { idleTimeoutMs } = this.#rules;
    const order = { address, wanted: this.#wanted, idleTimeoutMs, onReceived: this.#onReceived };
    try {
      if (this.#part.bytes > this.#wanted.bytes) await this.#part.empty();
      if (this.#part.bytes < this.#wanted.bytes) await transfer(order, this.#part);
      await this.#verify();
      return undefined;
    } catch (error) {
      if (error instanceof TransferError) return error;
      throw error;
    }
  }

  /** @throws TransferError when the part is not the wanted file */
  async #verify(): Promise<void> {
    const { bytes, sha256 } = this.#wanted;
    const { bytes: arrivedBytes, path } = this.#part;
    if (arrivedBytes !== bytes) {
      throw new TransferError('wrong-file', `offers a file of ${arrivedBytes} bytes instead of ${bytes}`);
    }
    const found = await sha256OfFile(path);
    if (found !== sha256) {
      throw new TransferError('wrong-file', `offers a file with the sha256 ${found} instead of ${sha256}`);
    }
  }
}

/**
 * Fetches a file into a folder. It appears there whole and verified, or not at all; what has arrived of it is kept for
 * the next try, also when the process is killed. Two may fetch the same file into one folder.
 *
 * @param onReceived is told how far it has come
 * @throws OperatorError that names the addresses and what was wrong with each
 * @throws the system's error when the folder cannot be written
 */
export async function fetchFile(
  folder: string,
  wanted: WantedFile,
  rules: FetchRules,
  onReceived: OnReceived = () => undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = await PartFile.claim(folder, wanted.file);
  try {
    await new FileFetch(wanted, rules, part, onReceived).run();
    await rename(part.path, join(folder, wanted.file));
    await syncFolder(folder);
  } finally {
    part.release();
  }
  await removeAbandonedParts(folder, wanted.file);
}
