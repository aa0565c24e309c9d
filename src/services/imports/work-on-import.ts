import { Fault } from '../../core/fault.ts';
import type { Import } from '../../core/import.ts';
import { OperatorError } from '../../core/operator-error.ts';
import {
  type ClaimedImport,
  type ImportEnd,
  ImportLost,
  type ImportProgress,
  type ImportWorker,
  type WantedImport,
} from '../../ports/imports.ts';
import type { PhotoSource } from '../../ports/photo-source.ts';
import { KeptLease, leaseFrom } from '../kept-lease.ts';
import type { ServicePorts } from '../ports.ts';
import { countPhotos } from './count-photos.ts';
import type { ImportedFile, ImportPorts } from './import-file.ts';
import { ImportLedger } from './import-ledger.ts';
import { importPhotos } from './import-photos.ts';

const LEASE = { leaseMs: 15_000, heartbeatMs: 3000 };

/** A source without an end that has given no file for so long waits for new ones, and nothing is in work. */
const SOUND_AFTER_MS = 10 * 60 * 1000;

type WorkPorts = ImportPorts & Pick<ServicePorts, 'importSources' | 'secretBox'>;

export interface WorkOnImportCommand {
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  /** Which import; by default the oldest that nobody works on. */
  readonly wanted?: WantedImport | undefined;
  /** How many photos are worked on at the same time. */
  readonly concurrency: number;
  /** Gives the work back, to be gone on with by whoever asks next. */
  readonly signal: AbortSignal;
  /** Told of each file that is done. */
  readonly onFile?: ((file: ImportedFile) => void) | undefined;
  /** Told how many files there are, once they are counted. */
  readonly onTotal?: ((files: number) => void) | undefined;
}

/** One worker's part in an import. */
class Run {
  readonly #ports: WorkPorts;
  readonly #claimed: ClaimedImport;
  readonly #command: WorkOnImportCommand;
  readonly #lease: KeptLease;
  readonly #worker: ImportWorker;
  readonly #ledger: ImportLedger;
  #total: number | undefined;

  constructor(ports: WorkPorts, claimed: ClaimedImport, command: WorkOnImportCommand) {
    this.#ports = ports;
    this.#claimed = claimed;
    this.#command = command;
    this.#worker = { importId: claimed.import.id, owner: command.owner };
    this.#lease = new KeptLease(ports.clock, { ...LEASE, owner: command.owner }, (lease) =>
      ports.catalog.imports.report(this.#worker, lease, this.#progress()),
    );
    this.#ledger = new ImportLedger(ports, claimed.import, { worker: this.#worker, source: claimed.source });
  }

  /** @throws what has made it fail by a mistake of ours, after that was written down */
  async run(): Promise<void> {
    try {
      await this.#finish(await this.#carryOut());
    } catch (error) {
      if (error instanceof ImportLost || this.#lease.lost.aborted) return;
      const failure =
        error instanceof Fault || error instanceof OperatorError ? sentenceOf(error) : undefined;
      await this.#finish({ state: 'failed', failure: failure ?? 'By a mistake in Likeness: see its log.' });
      if (failure === undefined) throw error;
    } finally {
      this.#lease.end();
    }
  }

  /** One without an end may finish no file for weeks, and its processes may die of other things meanwhile. */
  #progress(): ImportProgress {
    const quietMs = this.#ports.clock.nowMs() - this.#ledger.lastAskedAtMs;
    const isSound = this.#claimed.import.isEndless && quietMs >= SOUND_AFTER_MS;
    return { total: this.#total, isSound };
  }

  async #finish(end: ImportEnd): Promise<void> {
    this.#lease.end();
    await this.#ports.catalog.imports.report(this.#worker, this.#lease.now(), this.#progress());
    await this.#ports.catalog.imports.finish(this.#worker, end, this.#ports.clock.nowMs());
  }

  async #carryOut(): Promise<ImportEnd> {
    const { import: begun, source: settings, sealed } = this.#claimed;
    const credentials = sealed && this.#ports.secretBox.open(sealed, begun.id);
    const source = await this.#ports.importSources.open(begun.kind, { source: settings, credentials });
    const stop = AbortSignal.any([this.#command.signal, this.#lease.lost]);
    // Breaks off what is being read, and the patience with a server that does not answer.
    const close = () => void source.close();
    stop.addEventListener('abort', close, { once: true });
    const counting = new AbortController();
    const counted = this.#count(source, AbortSignal.any([stop, counting.signal]));
    try {
      const { interrupted } = await this.#store(source, begun, stop);
      if (!interrupted) await counted;
      return { state: interrupted ? 'queued' : 'done' };
    } catch (error) {
      if (error instanceof Fault && error.code === 'shutting_down') return { state: 'queued' };
      throw error;
    } finally {
      stop.removeEventListener('abort', close);
      counting.abort();
      await counted;
      await source.close();
    }
  }

  #store(source: PhotoSource, begun: Import, signal: AbortSignal) {
    const { galleryName, metadata, faces } = begun;
    const { concurrency, onFile = () => undefined } = this.#command;
    return importPhotos(this.#ports, {
      galleryName,
      source,
      metadata,
      faces,
      concurrency,
      ledger: this.#ledger,
      signal,
      onFile,
    });
  }

  /** How many files there are, for whoever watches; whatever is wrong with the source is said by the import itself. */
  async #count(source: PhotoSource, signal: AbortSignal): Promise<void> {
    if (source.isEndless === true) return;
    const files = await countPhotos(source, signal).catch(() => undefined);
    if (files === undefined || signal.aborted) return;
    this.#total = files;
    this.#command.onTotal?.(files);
  }
}

function sentenceOf({ message, remedy }: Fault | OperatorError): string {
  return `${message} ${remedy}`;
}

/**
 * Takes an import that nobody else works on.
 *
 * @returns works on it, to its end or until it is paused, cancelled or given back, and throws whatever has made it fail
 * by a mistake of ours, after that was written down; undefined when there is none
 */
export async function claimImport(
  ports: WorkPorts,
  command: WorkOnImportCommand,
): Promise<(() => Promise<void>) | undefined> {
  const lease = leaseFrom(ports.clock, { ...LEASE, owner: command.owner });
  const claimed = await ports.catalog.imports.claim(lease, command.wanted);
  if (claimed === undefined) return undefined;
  const run = new Run(ports, claimed, command);
  return () => run.run();
}

/** Takes an import and works on it: see `claimImport`. @returns whether there was one */
export async function workOnImport(ports: WorkPorts, command: WorkOnImportCommand): Promise<boolean> {
  const work = await claimImport(ports, command);
  await work?.();
  return work !== undefined;
}
