import type { FileFate, Import } from '../../core/import.ts';
import type { Metadata } from '../../core/metadata.ts';
import {
  type FileIdentity,
  ImportLost,
  type ImportWorker,
  type KnownFile,
  type NewImportFile,
  type StoringImport,
} from '../../ports/imports.ts';
import type { SourcePhoto } from '../../ports/photo-source.ts';
import type { ServicePorts } from '../ports.ts';
import { sha256Of } from '../sha256.ts';

/** Where it is written down what became of each file. */
export interface Ledger {
  /** In the order of the files. */
  known(files: readonly SourcePhoto[]): Promise<readonly KnownFile[]>;
  /** What is to be written in the same step as the file's photo is stored. */
  storing(file: SourcePhoto, fate: FileFate): StoringImport | undefined;
  /** @throws ImportLost */
  record(file: SourcePhoto, fate: FileFate, photoId?: string): Promise<void>;
}

/** Writes nothing down: photos that are there already are known by their bytes alone. */
export const NO_LEDGER: Ledger = {
  known: async (files) => files.map(() => ({ isDone: false })),
  storing: () => undefined,
  record: async () => undefined,
};

/** What does not make a source another one: its photos are the same ones. */
const WAYS_TO_WALK: ReadonlySet<string> = new Set(['ignore', 'watch', 'anywhere']);

/** The ledger of an import, as one worker keeps it. */
export class ImportLedger implements Ledger {
  readonly #ports: Pick<ServicePorts, 'catalog' | 'clock'>;
  readonly #worker: ImportWorker;
  readonly #source: string;
  readonly #isEndless: boolean;
  #lastAskedAtMs: number;

  /** @param source what its source is opened with: the same for imports of the same source */
  constructor(
    ports: Pick<ServicePorts, 'catalog' | 'clock'>,
    { kind, isEndless }: Pick<Import, 'kind' | 'isEndless'>,
    { worker, source }: { readonly worker: ImportWorker; readonly source: Metadata },
  ) {
    this.#ports = ports;
    this.#worker = worker;
    this.#isEndless = isEndless;
    this.#lastAskedAtMs = ports.clock.nowMs();
    const parts = Object.entries(source)
      .filter(([name]) => !WAYS_TO_WALK.has(name))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    this.#source = JSON.stringify([kind, parts]);
  }

  /** When it was asked for files last, or made, in milliseconds since 1970. */
  get lastAskedAtMs(): number {
    return this.#lastAskedAtMs;
  }

  known(files: readonly SourcePhoto[]): Promise<readonly KnownFile[]> {
    this.#lastAskedAtMs = this.#ports.clock.nowMs();
    const identities = files.map((file) => this.#identityOf(file));
    return this.#ports.catalog.imports.known(this.#worker.importId, identities);
  }

  storing(file: SourcePhoto, fate: FileFate): StoringImport {
    return { worker: this.#worker, file: this.#line(file, fate) };
  }

  async record(file: SourcePhoto, fate: FileFate, photoId?: string): Promise<void> {
    const line = { ...this.#line(file, fate), photoId };
    if (!(await this.#ports.catalog.imports.record(this.#worker, line))) throw new ImportLost();
  }

  #line(file: SourcePhoto, fate: FileFate): NewImportFile {
    const { name, id: sourceId } = file;
    return { ...this.#identityOf(file), name, sourceId, fate, atMs: this.#ports.clock.nowMs() };
  }

  /** A source without an end gives a file again when it has changed. */
  #identityOf({ id, version }: SourcePhoto): FileIdentity {
    const key = sha256Of(Buffer.from(`${this.#source}\n${id}`));
    if (!this.#isEndless || version === undefined) return { key, version };
    return { key, version, lineKey: sha256Of(Buffer.from(`${key}\n${version}`)) };
  }
}
