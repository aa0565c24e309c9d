import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCodeOf } from '../core/error-code.ts';

const SEPARATOR = '~';
const END = '.part';
/** Whoever has not written for so long is gone, wherever it ran: far longer than a server may keep silent. */
const SILENCE_OF_THE_DEAD_MS = 600_000;

/** Names of the parts that this process is writing. */
const ours = new Set<string>();

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}

async function isAbandoned(folder: string, name: string): Promise<boolean> {
  if (ours.has(name)) return false;
  const [, host, processId] = name.split(SEPARATOR);
  if (host === encodeURIComponent(hostname())) {
    const owner = Number(processId);
    if (owner === process.pid || !isRunning(owner)) return true;
  }
  try {
    return Date.now() - (await stat(join(folder, name))).mtimeMs > SILENCE_OF_THE_DEAD_MS;
  } catch {
    return false;
  }
}

/** Names of all parts of a file in a folder, by whomever. */
async function partsOf(folder: string, file: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(`${file}${SEPARATOR}`) && name.endsWith(END));
}

/**
 * What has arrived of a file so far. Every writer has a part under a name of its own, so two never spoil each other's;
 * what a writer left that is gone is taken over by the next one.
 */
export class PartFile {
  readonly path: string;
  readonly #name: string;
  #bytes: number;
  #entityTag: string | undefined;

  private constructor(folder: string, name: string, bytes: number) {
    this.path = join(folder, name);
    this.#name = name;
    this.#bytes = bytes;
  }

  /** Takes over the part that was left by whoever is gone, or begins an empty one. */
  static async claim(folder: string, file: string): Promise<PartFile> {
    const host = encodeURIComponent(hostname());
    const name = `${[file, host, process.pid, randomUUID()].join(SEPARATOR)}${END}`;
    ours.add(name);
    for (const left of await partsOf(folder, file)) {
      if (!(await isAbandoned(folder, left))) continue;
      try {
        // Only one of several can rename it.
        await rename(join(folder, left), join(folder, name));
        return new PartFile(folder, name, (await stat(join(folder, name))).size);
      } catch (error) {
        if (errorCodeOf(error) !== 'ENOENT') throw error;
      }
    }
    return new PartFile(folder, name, 0);
  }

  /** How much of the file there is. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends pieces until there are no more, then makes them survive a crash. */
  async append(pieces: AsyncIterable<Uint8Array>, onReceived: (bytes: number) => void): Promise<void> {
    const handle = await open(this.path, 'a', 0o600);
    try {
      for await (const piece of pieces) {
        await handle.appendFile(piece);
        this.#bytes += piece.byteLength;
        onReceived(this.#bytes);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Forgets what there is; the next piece is the first one. */
  async empty(): Promise<void> {
    await rm(this.path, { force: true });
    this.#bytes = 0;
    this.#entityTag = undefined;
  }

  /** Empties the part; what comes now is known to its server by this tag. */
  async beginAnew(entityTag: string | undefined): Promise<void> {
    await this.empty();
    this.#entityTag = entityTag;
  }

  /** By which the server that the part came from knows the file again. */
  get entityTag(): string | undefined {
    return this.#entityTag;
  }

  /** The rest comes from another server, which does not know the tag of the first. */
  changeServer(): void {
    this.#entityTag = undefined;
  }

  /** Leaves the part, if there is one, to whoever fetches the file next. */
  release(): void {
    ours.delete(this.#name);
  }
}

/** Removes the parts of a file that nobody is writing. */
export async function removeAbandonedParts(folder: string, file: string): Promise<void> {
  for (const name of await partsOf(folder, file)) {
    if (await isAbandoned(folder, name)) await rm(join(folder, name), { force: true });
  }
}
