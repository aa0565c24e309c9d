import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportKind, SourceDescription } from '../../src/core/import.ts';
import type { Metadata } from '../../src/core/metadata.ts';
import type { ImportSources, PreparedSource } from '../../src/ports/import-sources.ts';
import type { PhotoSource, SourcePhoto } from '../../src/ports/photo-source.ts';

/** A file of a source that tests make up. */
export interface MemoryFile {
  readonly bytes?: Uint8Array;
  /** Thrown instead. */
  readonly error?: Error;
  readonly version?: string;
  readonly metadata?: Metadata;
  readonly sidecar?: SourcePhoto['sidecar'];
  readonly url?: string;
}

const LOOK_EVERY_MS = 10;

/** Sources in memory, one for all imports. */
export class MemorySources implements ImportSources {
  readonly files = new Map<string, MemoryFile>();
  /** Names of the files that were read. */
  readonly read: string[] = [];
  /** What sources were opened with. */
  readonly opened: {
    readonly kind: ImportKind;
    readonly source: Metadata;
    readonly credentials: string | undefined;
  }[] = [];
  closed = 0;
  /** Thrown instead of opening. */
  problem: Error | undefined;
  /** Whether sources wait for files that are added later. */
  isEndless = false;
  /** Thrown when the list is at its end. */
  broken: Error | undefined;
  /** Thrown whenever it is listed. */
  unlisted: Error | undefined;
  /** Told when a source is closed. */
  onClose: () => void = () => undefined;
  /** Told before a file is read. */
  beforeReading: (name: string) => Promise<void> = async () => undefined;

  /** Whatever is not a name is a credential. */
  async prepare(description: SourceDescription): Promise<PreparedSource> {
    if (description.kind === 'folder')
      return { source: { path: description.path }, credentials: undefined, description: description.path };
    if (description.kind !== 'ftp') throw new Error('these sources are folders and FTP servers');
    const { host, folder, username, password } = description;
    const source = { host, folder };
    return { source, credentials: `${username}:${password}`, description: `${host}/${folder}` };
  }

  async open(
    kind: ImportKind,
    { source, credentials }: Pick<PreparedSource, 'source' | 'credentials'>,
  ): Promise<PhotoSource> {
    this.opened.push({ kind, source, credentials });
    if (this.problem !== undefined) throw this.problem;
    const { isEndless } = this;
    return {
      kind,
      isEndless,
      photos: (signal) => (isEndless ? this.#photosUntil(signal) : this.#photos()),
      close: async () => {
        this.closed += 1;
        this.onClose();
      },
    };
  }

  async *#photos(): AsyncGenerator<SourcePhoto> {
    if (this.unlisted !== undefined) throw this.unlisted;
    for (const [name, file] of this.files) yield this.#photo(name, file);
    if (this.broken !== undefined) throw this.broken;
  }

  async *#photosUntil(signal: AbortSignal | undefined): AsyncGenerator<SourcePhoto> {
    const told = new Set<string>();
    for (;;) {
      if (signal?.aborted === true) return;
      for (const [name, file] of this.files) {
        const seen = `${name} ${file.version}`;
        if (told.has(seen)) continue;
        told.add(seen);
        yield this.#photo(name, file);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  #photo(
    name: string,
    { bytes = new Uint8Array(), error, version, metadata, url, sidecar }: MemoryFile,
  ): SourcePhoto {
    const read = async () => {
      await this.beforeReading(name);
      this.read.push(name);
      if (error !== undefined) throw error;
      return bytes;
    };
    return { name, id: `/${name}`, version, metadata, url, read, sidecar };
  }
}
