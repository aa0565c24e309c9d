import { availableParallelism } from 'node:os';
import type { ChangeCursor } from '../../ports/catalog.ts';
import type { FaceIndex, Neighbour, NeighbourQuery } from '../../ports/face-index.ts';
import type { IndexTokens } from '../../ports/index-tokens.ts';
import type { RestoredIndex, SavedIndex, UnsavedChanges } from '../../ports/saved-index.ts';
import { requireAnswerable, requireSameDimensions } from '../index-checks.ts';
import { KeptRows, type SavingWitness } from './kept-rows.ts';
import type { Question } from './named-rows.ts';
import { finalistsOf } from './parameters.ts';
import type { Partitioning } from './partition-parameters.ts';
import { abortErrorOf, finalistsAmong, questionsOf } from './question.ts';
import { type FullTemplates, rankFinalists } from './rank-finalists.ts';
import { type AuditedSearch, type AuditSummary, RecallAudit } from './recall-audit.ts';
import { type IndexUsage, RowKeeper, type RowKeeperOptions } from './row-keeper.ts';
import { SearchGate } from './search-gate.ts';
import type { SpaceRows } from './space-rows.ts';
import { requireIndexable } from './vectors.ts';

export interface QuantisedFaceIndexOptions {
  readonly templates: FullTemplates;
  /** Threads that scan. Default: one a core, at most 8. */
  readonly scanThreads?: number | undefined;
  /** Size of one WebAssembly memory, a multiple of 64 KiB, at most 4 GiB. Default 256 MiB. */
  readonly arenaBytes?: number | undefined;
  /** So much memory 8-bit templates may take beside their files. Default 1 GiB. */
  readonly templateBytes?: number | undefined;
  /** How many searches are in the threads at once; more wait in their order. Default 256. */
  readonly searchLimit?: number | undefined;
  /** Of so many searches in a hundred the recall is measured in the background. Default 0. */
  readonly auditPercent?: number | undefined;
  readonly partitioning?: Partitioning | undefined;
  /** Where it is kept for the next start. Nobody else may write there. By default nothing is kept. */
  readonly folder?: string | undefined;
  readonly witness?: SavingWitness | undefined;
}

const NOTHING_TAKEN: IndexUsage = {
  faces: 0,
  arenas: 0,
  takenBytes: 0,
  fileRows: 0,
  partitions: 0,
  regrouping: 0,
};
const DEFAULT_ARENA_BYTES = 256 * 1024 * 1024;
const DEFAULT_TEMPLATE_BYTES = 1024 * 1024 * 1024;
const MOST_DEFAULT_THREADS = 8;
const DEFAULT_SEARCH_LIMIT = 256;
const LONGEST_AUDIT_MS = 60_000;

/**
 * The quantised flat scan. Of each template the signs of its rotated components are kept in memory, compared with the
 * probe by a WebAssembly kernel in threads; a short list is compared by 8-bit templates from a file, and its best by
 * their full templates.
 */
export class QuantisedFaceIndex implements FaceIndex, SavedIndex {
  readonly #templates: FullTemplates;
  readonly #options: Omit<RowKeeperOptions, 'folder'>;
  #kept: KeptRows | undefined;
  readonly #running = new Set<number>();
  readonly #gate: SearchGate;
  readonly #audit: RecallAudit;
  #keeper: RowKeeper | undefined;
  #lastQuery = 0;
  #restoring: RowKeeper | undefined;
  #willErase = false;
  /** Of `RowKeeper.changes`, how many are saved. */
  #savedChanges = 0;

  constructor(options: QuantisedFaceIndexOptions) {
    const { templates, folder, witness, partitioning } = options;
    const { arenaBytes = DEFAULT_ARENA_BYTES, templateBytes = DEFAULT_TEMPLATE_BYTES } = options;
    this.#audit = new RecallAudit(options.auditPercent ?? 0);
    this.#gate = new SearchGate(options.searchLimit ?? DEFAULT_SEARCH_LIMIT);
    this.#templates = templates;
    const scanThreads = options.scanThreads ?? Math.min(MOST_DEFAULT_THREADS, availableParallelism());
    this.#options = { scanThreads, arenaBytes, templateBytes, partitioning };
    if (folder !== undefined) this.#kept = new KeptRows(folder, witness ?? (() => undefined));
  }

  add(space: string, faceNumber: number, template: Float32Array): void {
    requireIndexable(template);
    // Threads start with the first face: who never searches needs none.
    this.#keeper ??= this.#newKeeper();
    const rows = this.#keeper.space(space);
    if (rows !== undefined) requireSameDimensions(rows.family.dimensions, template);
    if (rows?.find(faceNumber) !== undefined) this.remove(space, faceNumber);
    this.#keeper.add(space, faceNumber, template, this.#oldestQuery);
  }

  remove(space: string, faceNumber: number): void {
    this.#keeper?.remove(space, faceNumber, this.#lastQuery);
    this.#eraseSoon();
  }

  removeSpace(space: string): void {
    this.#keeper?.removeSpace(space, this.#lastQuery);
    this.#eraseSoon();
  }

  size(space: string): number {
    return this.#keeper?.space(space)?.size ?? 0;
  }

  /** What it takes of memory and of files. */
  get usage(): IndexUsage {
    return this.#keeper?.usage ?? NOTHING_TAKEN;
  }

  /** How much of what is right searches have found. */
  get audit(): AuditSummary {
    return this.#audit.summary;
  }

  get unsaved(): UnsavedChanges {
    const { changes = 0, size = 0 } = this.#keeper ?? {};
    return { changes: changes - this.#savedChanges, faces: size };
  }

  async restore(tokens: IndexTokens): Promise<RestoredIndex | undefined> {
    const state = await this.#kept?.prepare();
    if (state === 'unusable') this.#kept = undefined;
    if (state !== 'filled') return undefined;
    const keeper = this.#newKeeper();
    this.#restoring = keeper;
    const restored = await this.#kept?.restore(keeper, tokens);
    this.#restoring = undefined;
    if (restored === undefined) {
      if ((await this.#kept?.prepare()) !== 'empty') this.#kept = undefined;
      return undefined;
    }
    this.#keeper = keeper;
    this.#eraseSoon();
    return restored;
  }

  async save(cursor: ChangeCursor, tokens: IndexTokens): Promise<boolean> {
    const keeper = this.#keeper;
    if (this.#kept === undefined || keeper === undefined || this.unsaved.changes === 0) return false;
    const { changes } = keeper;
    this.#erase();
    const isSaved = await this.#kept.save(keeper, cursor, tokens);
    if (isSaved) this.#savedChanges = changes;
    return isSaved;
  }

  async settle(): Promise<void> {
    await this.#keeper?.settle();
  }

  async close(): Promise<void> {
    this.#kept?.close();
    await this.#restoring?.close();
    await this.#keeper?.close();
    this.#keeper = undefined;
  }

  /** @throws RangeError also when the limit is below 1 or a component of the probe is not finite */
  async search(
    spaces: readonly string[],
    probe: Float32Array,
    query: NeighbourQuery,
  ): Promise<readonly Neighbour[]> {
    requireAnswerable(probe, query);
    const keeper = this.#keeper;
    const known: SpaceRows[] = [];
    for (const name of new Set(spaces)) {
      const rows = keeper?.space(name);
      if (rows === undefined) continue;
      requireSameDimensions(rows.family.dimensions, probe);
      known.push(rows);
    }
    if (keeper === undefined || known.length === 0 || query.among?.length === 0) return [];
    this.#lastQuery += 1;
    const id = this.#lastQuery;
    this.#running.add(id);
    try {
      return await this.#answer(keeper, { spaces: known, probe: probe.slice(), query }, id);
    } finally {
      this.#running.delete(id);
      this.#erase();
    }
  }

  async #answer(keeper: RowKeeper, question: Question, id: number): Promise<readonly Neighbour[]> {
    const { query } = question;
    const { moment } = keeper;
    const questions = questionsOf(keeper, question, id);
    const place = this.#gate.come();
    const cancel = () => {
      keeper.crew.cancel(questions, abortErrorOf(query.signal));
      place.leave();
    };
    query.signal?.addEventListener('abort', cancel, { once: true });
    try {
      const ready = place.entered.then(() => keeper.settle());
      // When a thread has failed, nobody waits for it.
      ready.catch(() => undefined);
      const found = await keeper.crew.ask(questions, ready);
      place.leave();
      query.signal?.throwIfAborted();
      if (this.#audit.chooses(question)) {
        void this.#audit.run(question, (limit) => this.#searchTwice(keeper, question, limit));
      }
      const finalists = finalistsAmong(found.flat(), finalistsOf(query.limit));
      return await rankFinalists({ keeper, moment, question }, finalists, this.#templates);
    } catch (error) {
      query.signal?.throwIfAborted();
      throw error;
    } finally {
      place.leave();
      query.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Both searches see the rows of the same moment. */
  async #searchTwice(keeper: RowKeeper, question: Question, limit: number): Promise<AuditedSearch> {
    this.#lastQuery += 2;
    const [id, exhaustiveId] = [this.#lastQuery - 1, this.#lastQuery];
    this.#running.add(id).add(exhaustiveId);
    const questions = questionsOf(keeper, question, id);
    const exhaustive = questions.map(({ thread, query }) => ({
      thread,
      query: { ...query, id: exhaustiveId, isExhaustive: true, finalists: limit },
    }));
    const giveUp = () => keeper.crew.cancel(exhaustive, new Error('the threads had no time for an audit'));
    const timer = setTimeout(giveUp, LONGEST_AUDIT_MS).unref();
    try {
      const ready = keeper.settle();
      const asked = [keeper.crew.ask(questions, ready), keeper.crew.ask(exhaustive, ready)] as const;
      const [found, right] = await Promise.all(asked);
      return { found: found.flat(), right: right.flat() };
    } finally {
      clearTimeout(timer);
      this.#running.delete(id);
      this.#running.delete(exhaustiveId);
    }
  }

  get #oldestQuery(): number {
    const [oldest = Number.POSITIVE_INFINITY] = this.#running;
    return oldest;
  }

  #erase(): void {
    this.#willErase = false;
    if (this.#kept !== undefined) this.#keeper?.erase(this.#oldestQuery);
  }

  /** Once for all that goes in one turn. */
  #eraseSoon(): void {
    if (this.#willErase || this.#kept === undefined) return;
    this.#willErase = true;
    setImmediate(() => this.#erase());
  }

  #newKeeper(): RowKeeper {
    return new RowKeeper({ ...this.#options, folder: this.#kept?.path });
  }
}
